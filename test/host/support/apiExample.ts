import * as vscode from "vscode";
import type { AwxTokensError, AwxTokensExports } from "../../../src/api/awxTokensApi";

/** The names of the job templates on a server that the person has signed in to with AWX Access Tokens. */
export async function jobTemplateNames(context: vscode.ExtensionContext): Promise<string[]> {
  const awxTokens = vscode.extensions.getExtension<AwxTokensExports>("awx-tokens.awx-tokens");
  if (!awxTokens) return [];
  const api = (await awxTokens.activate()).getApi(1, context.extension);
  const server = (await api.getServers()).find(({ isSignedIn }) => isSignedIn);
  if (!server) return [];
  const root = server.family === "gateway" ? "/api/controller/v2/" : "/api/v2/";
  const names: string[] = [];
  try {
    for (let path: string | null = `${root}job_templates/?page_size=200`; path !== null;) {
      const { json } = await api.request(server.name, { method: "GET", path });
      const page = json as { next: string | null; results: { name: string }[] };
      names.push(...page.results.map(({ name }) => name));
      path = page.next;
    }
  } catch (error) {
    const { code, message } = error as AwxTokensError;
    if (code !== "denied" && code !== "cancelled") void vscode.window.showErrorMessage(message);
  }
  return names;
}
