"use client";

import { useLayoutEffect } from "react";

type TextControl = HTMLInputElement | HTMLTextAreaElement;

/** Tells React of what is in a control. */
type Announce = () => void;

/**
 * What was chosen or typed before the page's code had come counts: once it has, each control that differs from how the
 * server sent it tells React so. Without this, React keeps showing the choice, knows nothing of it, and takes it back
 * the next time it draws the control.
 */
export function EarlyInput() {
  useLayoutEffect(() => {
    // All is read at once, before React draws anything as it knows it; and told when it can hydrate what an event meets.
    const announcements = [
      ...[...document.querySelectorAll("select")].map(ofSelect),
      ...[...document.querySelectorAll("textarea")].map(ofText),
      ...[...document.querySelectorAll("input")].map(ofInput),
    ];
    const timer = setTimeout(() => {
      for (const announce of announcements) announce?.();
    });
    return () => clearTimeout(timer);
  }, []);
  return null;
}

function ofSelect(control: HTMLSelectElement): Announce | undefined {
  const { value, options, selectedIndex } = control;
  const sent = [...options].findIndex(({ defaultSelected }) => defaultSelected);
  if (selectedIndex === Math.max(0, sent)) return;
  return () => {
    control.value = value;
    dispatch(control, "change");
  };
}

function ofInput(control: HTMLInputElement): Announce | undefined {
  switch (control.type) {
    case "hidden":
      return;
    case "file":
      return control.files?.length ? () => dispatch(control, "change") : undefined;
    case "checkbox":
    case "radio":
      return ofCheck(control);
    default:
      return ofText(control);
  }
}

function ofCheck(control: HTMLInputElement): Announce | undefined {
  const { checked, defaultChecked, type } = control;
  // Of radio buttons the one that was chosen speaks for all.
  if (checked === defaultChecked || (type === "radio" && !checked)) return;
  return () => {
    // React remembers what is set so, and takes the click for a change.
    if (control.checked === checked) control.checked = !checked;
    control.click();
  };
}

function ofText(control: TextControl): Announce | undefined {
  const { value, defaultValue } = control;
  if (value === defaultValue) return;
  return () => {
    dispatch(control, "input");
    // React remembers what is set so, but not what is set by the prototype, and takes the second event for a change.
    control.value = defaultValue;
    const { prototype } = control instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(control, value);
    dispatch(control, "input");
  };
}

function dispatch(control: HTMLElement, type: "change" | "input"): void {
  control.dispatchEvent(new Event(type, { bubbles: true }));
}
