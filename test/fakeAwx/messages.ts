export type Language = "en" | "fr";

/**
 * The French of each text, by its English. From the catalogues of AWX (awx/locale/fr), Django REST framework
 * (rest_framework/locale/fr) and Django; a text that is in none stays English, as it does on the server.
 */
const french: Readonly<Record<string, string>> = {
  "Authentication credentials were not provided.": "Informations d'authentification non fournies.",
  " To establish a login session, visit": " Pour établir une session de connexion, visitez",
  "You do not have permission to perform this action.": "Vous n'avez pas la permission d'effectuer cette action.",
  "Not found.": "Non trouvé.",
  'Method "{method}" not allowed.': "Méthode «\u00a0{method}\u00a0» non autorisée.",
  "Could not satisfy the request Accept header.": "L'en-tête « Accept » n'a pas pu être satisfaite.",
  "This field is required.": "Ce champ est obligatoire.",
  "This field may not be null.": "Ce champ ne peut être nul.",
  "Not a valid string.": "Chaîne de caractère invalide.",
  "Null characters are not allowed.": "Le caractère nul n’est pas autorisé.",
  "Surrogate characters are not allowed: U+{code}.":
    "Les caractères de substitution ne sont pas autorisés\u00a0: U+{code}.",
  "Invalid page.": "Page non valide.",
  'Invalid pk "{pk}" - object does not exist.': "Clé primaire «\u00a0{pk}\u00a0» non valide - l'objet n'existe pas.",
  "Incorrect type. Expected pk value, received {type}.": "Type incorrect. Attendait une clé primaire, a reçu {type}.",
  "Must be a simple space-separated string with allowed scopes {scopes}.":
    "Doit correspondre à une simple chaîne de caractères séparés par des espaces avec dans les limites autorisées {scopes}.",
  "JSON parse error - not a JSON object": "Erreur d'analyse JSON - pas un objet JSON",
  "You did not use correct Content-Type in your HTTP request. If you are using our REST API, the Content-Type must be application/json":
    "Vous n'avez pas utilisé le bon type de contenu dans votre requête HTTP. Si vous utilisez notre API REST, le type de contenu doit être application/json.",
  "Query string field name not provided.": "Nom de champ du string de requête non fourni.",
  "Bad data found in related field {field}.": "Données incorrectes trouvées dans le champ {field} associé.",
  'Unable to convert "{value}" to boolean': 'Impossible de convertir "{value}" en booléen',
  "“{value}” value must be an integer.": "La valeur «\u00a0{value}\u00a0» doit être un nombre entier.",
  "“{value}” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.":
    "Le format de la valeur «\u00a0{value}\u00a0» n’est pas valide. Le format correct est AAAA-MM-JJ HH:MM[:ss[.uuuuuu]][FH].",
};

/** The text in the caller's language, its `{name}` parts filled in. */
export function translate(language: Language, text: string, values: Readonly<Record<string, string>> = {}): string {
  const template = language === "fr" ? (french[text] ?? text) : text;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Languages Django is translated to: one of them ends the search, even where AWX itself has no text in it. */
const djangoLanguages = new Set(
  (
    "af ar ast az be bg bn br bs ca cs cy da de dsb el en eo es et eu fa fi fr fy ga gd gl he hi hr hsb hu hy ia id " +
    "ig io is it ja ka kab kk km kn ko ky lb lt lv mk ml mn mr my nb ne nl nn os pa pl pt ro ru sk sl sq sr sv sw ta " +
    "te tg th tk tr tt udm uk ur uz vi zh"
  ).split(" "),
);

/** The language Django's LocaleMiddleware picks from `Accept-Language`; recorded: accept-language-fr, -star. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const primary = tag.split("-")[0] ?? "";
    if (primary === "*") return "en";
    if (djangoLanguages.has(primary)) return primary === "fr" ? "fr" : "en";
  }
  return "en";
}
