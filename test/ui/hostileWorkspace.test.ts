import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { sealSignIn } from "../../src/servers/credential";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { makeAuthority } from "../support/certificates";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const workspaces = [
  { title: "a folder that is not trusted", name: "untrusted-folder", file: "", isTrusted: false },
  { title: "a folder that is trusted", name: "trusted-folder", file: "", isTrusted: true },
  { title: "a workspace file that is trusted", name: "trusted-file", file: "it.code-workspace", isTrusted: true },
] as const;

for (const { title, name, file, isTrusted } of workspaces) {
  describe(`${title} and has settings of its own for the extension`, function () {
    this.bail(true);
    let folder: string;
    let awx: FakeAwx;
    let secure: FakeAwx;
    let theirs: FakeAwx;
    let server: VsCodeServer;
    let workbench: Workbench;
    let page: WorkbenchPage;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "awx-tokens-"));
      const authority = makeAuthority("Theirs");
      const identity = authority.issue();
      [awx, secure, theirs] = await Promise.all([startFakeAwx(), startFakeAwx({ tls: identity }), startFakeAwx()]);
      await writeWorkspace(folder, file, authority.cert, [
        { name: "Lab", url: theirs.url },
        { name: "Secure", url: secure.url, caFile: path.join(folder, "ca.pem") },
        { name: "Secure", url: secure.url, skipCertificateVerification: true },
        { name: "Theirs", url: theirs.url },
      ]);
      const servers = [
        { server: { name: "Lab", url: awx.url }, secret: awx.secretOf(1) },
        { server: { name: "Secure", url: secure.url }, secret: secure.secretOf(1) },
      ];
      server = await startVsCodeServer({
        version: "newest",
        trustsNoFolder: !isTrusted,
        settings: { "awxTokens.servers": servers.map((each) => each.server) },
        secrets: servers.map((each) => ({
          extensionId: "awx-tokens.awx-tokens",
          key: `credential/${each.server.name}`,
          value: sealSignIn({ credential: { kind: "token", secret: each.secret }, canWrite: true }, each.server),
        })),
      });
      await server.installVsix(vsixPath);
      workbench = await openWorkbench({ server, workspace: path.join(folder, file) });
      page = new WorkbenchPage(workbench.page, path.join(__dirname, `../../out/pictures/workspace-${name}`));
    });
    after(async () => {
      await page.picture("end");
      await workbench.close();
      await server.stop();
      await Promise.all([awx.stop(), secure.stop(), theirs.stop()]);
      await rm(folder, { recursive: true });
    });

    it(isTrusted ? "opens without a word" : "opens in Restricted Mode", async () => {
      const restricted = workbench.page.locator(".part.statusbar").getByText("Restricted Mode");
      await page.openView();
      await page.row("Server Lab").waitFor();
      if (!isTrusted) await restricted.waitFor();
      assert.equal(await restricted.count(), isTrusted ? 0 : 1);
    });

    it("adds no server and changes none", async () => {
      await page.row("Server Lab, admin, not encrypted, 8 tokens").waitFor();
      await page.row("Server Secure, certificate not accepted").waitFor();
      assert.equal(await page.row("Server ").count(), 2);
      await page.picture("view");
    });

    it("has no say in where a server is or how it is believed", async () => {
      await page.runFromPalette("Edit Server");
      await page.choose("Lab");
      await page.box.getByText(awx.url).waitFor();
      await page.box.getByText("none; your system's authorities are trusted").waitFor();
      await page.press("Escape");
      await page.runFromPalette("Edit Server");
      await page.choose("Secure");
      await page.box.getByText("none; your system's authorities are trusted").waitFor();
      await page.box.locator(".monaco-list-row", { hasText: "Certificate checks" }).getByText("on").waitFor();
      await page.press("Escape");
    });

    it("has no say in how long an answer may take", async () => {
      const ended = awx.intercept({ path: /tokens\/\?/ }, { until: afterTheirTimeout() });
      await page.pressOnRow("Server Lab", "Refresh");
      await page.row("Server Lab, loading").waitFor();
      await page.row("Server Lab, admin, not encrypted, 8 tokens").waitFor();
      ended();
    });

    it("keeps nobody from an edit", async () => {
      await page.pressOnRow("admin laptop", "Edit Description");
      await page.boxTitled("Description of “admin laptop” (token 1) on Lab");
      await page.enter("edited here");
      await page.row("edited here").waitFor();
      assert.equal(awx.token(1)?.description, "edited here");
      await page.picture("edited");
    });

    it("has nothing sent to its own server, nor past the certificate of the other", () => {
      assert.deepEqual(theirs.requests, []);
      assert.deepEqual(secure.requests, []);
    });
  });
}

/** In seconds; the folder's settings say it. */
const theirTimeout = 1;

/** How long a server takes that is slower than the folder's settings would have it. */
function afterTheirTimeout(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, theirTimeout * 1000 + 500));
}

async function writeWorkspace(folder: string, file: string, caCertificate: string, servers: readonly object[]) {
  const own = { "awxTokens.servers": servers, "awxTokens.requestTimeout": theirTimeout };
  const settings = { ...own, "[plaintext]": own, "[json]": own };
  await mkdir(path.join(folder, ".vscode"));
  await writeFile(path.join(folder, "ca.pem"), caCertificate);
  await writeFile(path.join(folder, ".vscode/settings.json"), JSON.stringify(settings));
  if (file !== "") await writeFile(path.join(folder, file), JSON.stringify({ folders: [{ path: "." }], settings }));
}
