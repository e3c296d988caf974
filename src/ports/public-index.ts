/** The index that is meant where a file names none. */
export const publicIndex = { name: "pypi", url: "https://pypi.org/simple" } as const;
