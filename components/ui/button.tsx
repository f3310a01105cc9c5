import Link from "next/link";
import type { ButtonHTMLAttributes, ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-class.ts";
import { classNames } from "./class-names.ts";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
}

export function Button({ look, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonClass(look), className)} {...rest} />;
}

type ButtonLinkProps = ComponentProps<typeof Link> & { look?: ButtonLook };

/** A link that reads as a button: goes somewhere, changes nothing. */
export function ButtonLink({ look, className, ...rest }: ButtonLinkProps) {
  return <Link className={classNames(buttonClass(look), className)} {...rest} />;
}
