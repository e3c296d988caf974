/** What the browser shows during a registration. No script, no style, nothing from elsewhere. */

export type Page =
  /** The form that takes the manifest to GitHub. */
  | { readonly kind: "start"; readonly action: string; readonly manifest: string }
  | { readonly kind: "registered"; readonly slug: string; readonly install: string }
  | { readonly kind: "refused"; readonly why: string };

/** A whole HTML document. */
export function pageOf(page: Page): string {
  const { title, body } = contentOf(page);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
${body}
</html>
`;
}

interface Content {
  readonly title: string;
  readonly body: string;
}

function contentOf(page: Page): Content {
  switch (page.kind) {
    case "start":
      return {
        title: "Register Thoth as a GitHub App",
        body: `<p>GitHub shows the App next: its name, which you may change, and then a button that registers it.
It then hands the credentials to the program that you started.</p>
<form method="post" action="${escape(page.action)}">
<input type="hidden" name="manifest" value="${escape(page.manifest)}">
<button>Go on to GitHub</button>
</form>`,
      };
    case "registered":
      return {
        title: `${escape(page.slug)} is registered`,
        body: `<p>Its credentials are in the file that the terminal names.</p>
<p>Start the App first, then <a href="${escape(page.install)}">install it</a>.</p>`,
      };
    case "refused":
      return { title: "Not registered", body: `<p>${escape(page.why)}</p>` };
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}
