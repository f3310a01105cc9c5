/** The checks on raters that the form asks for; what is left empty is left out. */
export function readChecksForm(form: FormData) {
  const number = (name: string) => {
    const text = String(form.get(`checks.${name}`) ?? "").trim();
    return text === "" ? undefined : Number(text);
  };
  return {
    quiz: form.get("checks.quiz") === "on",
    attention: number("attention"),
    repeats: number("repeats"),
    breakEvery: number("breakEvery"),
  };
}
