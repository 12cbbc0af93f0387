/** What the tests need of the package, which has no types of its own. */
declare module "markdown-it" {
  class MarkdownIt {
    constructor(options?: { readonly html?: boolean });
    render(markdown: string): string;
  }
  export = MarkdownIt;
}
