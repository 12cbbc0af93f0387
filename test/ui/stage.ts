import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../fakeAwx/server";
import { addPseudoTexts, pseudoLanguage } from "../support/pseudoTexts";
import { storedSignIn } from "../support/storedSignIn";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

/** A server, and a VS Code with the packaged extension that a person looks at. */
export interface Stage {
  readonly awx: FakeAwx;
  readonly workbench: Workbench;
  readonly page: WorkbenchPage;
}

interface StageOptions {
  readonly awx?: FakeAwxOptions;
  /** Makes the server what it is to be, before anybody looks. */
  readonly prepare?: (awx: FakeAwx) => void;
  readonly version?: "newest" | "floor";
  readonly colorTheme?: string;
  readonly viewport?: WorkbenchOptions["viewport"];
  /** The display language; in that of {@link pseudoLanguage}, the extension has texts made for it. */
  readonly language?: string;
  /** The name of the server, when it is configured and signed in to with its first token from the start. */
  readonly signedInTo?: string;
  /** The person's own settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder that is open. */
  readonly workspace?: () => string;
}

/** Sets the stage for the tests of a suite, one after another; its pictures are in a folder of that name. */
export function useStage(pictures: string, options: StageOptions = {}): Stage {
  const { version = "newest", colorTheme = "Default Dark Modern", viewport, language, workspace } = options;
  let stage: Stage | undefined;
  let server: VsCodeServer | undefined;
  before(async () => {
    const awx = await startFakeAwx(options.awx);
    options.prepare?.(awx);
    const signedIn = options.signedInTo === undefined ? [] : [{ name: options.signedInTo, url: awx.url }];
    server = await startVsCodeServer({
      version,
      settings: { ...(signedIn.length > 0 && { "awxTokens.servers": signedIn }), ...options.settings },
      secrets: signedIn.map((each) => storedSignIn(each, { kind: "token", secret: awx.secretOf(1) })),
    });
    await server.installVsix(vsixPath);
    if (language === pseudoLanguage) await addPseudoTexts(server.extensionsDir);
    const workbench = await openWorkbench({
      server,
      colorTheme,
      ...(viewport && { viewport }),
      ...(language !== undefined && { language }),
      ...(workspace && { workspace: workspace() }),
    });
    const page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures", pictures));
    stage = { awx, workbench, page };
  });
  after(async () => {
    await stage?.page.picture("end");
    await stage?.workbench.close();
    await server?.stop();
    await stage?.awx.stop();
  });
  const current = (): Stage => {
    if (!stage) throw new Error("only to be used in a test");
    return stage;
  };
  return {
    get awx() {
      return current().awx;
    },
    get workbench() {
      return current().workbench;
    },
    get page() {
      return current().page;
    },
  };
}
