/** Builds the site unless nothing it is made of has changed. @returns whether there was anything to build */
export function build(): Promise<boolean>;
