import { plainSecrets, sealedSecrets, secretsStorageKey, type StoredSecret } from "./secrets";

/** A page that stores secrets in the browser that opens it, then goes on to the workbench with the same query. */
export function startPage(secrets: readonly StoredSecret[]): string {
  return `<!doctype html>
<title>VS Code</title>
<script>
  localStorage.setItem(
    ${inScript(secretsStorageKey)},
    crypto.subtle ? ${inScript(sealedSecrets(secrets))} : ${inScript(plainSecrets(secrets))},
  );
  location.replace("/" + (location.search || "?ew=true"));
</script>
`;
}

function inScript(value: string): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
