// What one frame of a page holds, as plain data. Runs in a world of its own, which the page's scripts cannot see; it sends and changes nothing.
(() => {
  const FORMS = 20, FIELDS = 40, TEXT = 20000, LABEL = 120, PATHS = 60;
  const short = (text, most) => (text || "").replace(/\s+/g, " ").trim().slice(0, most);
  const shown = (element) => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "none";
  };
  const roots = [document];
  for (let at = 0; at < roots.length && at < 200; at++)
    for (const element of roots[at].querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const label = (field) => {
    const said = [...(field.labels || [])].map((one) => one.innerText);
    said.push(field.getAttribute("aria-label"), field.placeholder, field.title);
    const cell = field.closest("td, dd");
    if (cell && cell.previousElementSibling) said.push(cell.previousElementSibling.innerText);
    if (!said.some((one) => one)) {
      const before = field.previousSibling || (field.parentElement && field.parentElement.previousSibling);
      if (before) said.push(before.textContent);
    }
    return short(said.filter((one) => one).join(" "), LABEL);
  };
  const UNASKED = new Set(["hidden", "submit", "button", "reset", "image"]);
  const fields = (list) => list
    .filter((one) => !UNASKED.has(one.type) && (one.type === "password" || shown(one)))
    .slice(0, FIELDS)
    .map((one) => ({
      type: short(one.type || one.tagName.toLowerCase(), 20),
      name: short(one.name || one.id, LABEL),
      label: label(one),
      hint: short([one.autocomplete, one.id, one.inputMode].join(" "), LABEL),
    }));
  const of = (form) => ({
    action: String(new URL(form.getAttribute("action") || location.href, document.baseURI)).slice(0, 500),
    method: short(form.getAttribute("method") || "get", 10).toLowerCase(),
    fields: fields([...form.elements].filter((one) => "type" in one && one.tagName !== "FIELDSET" && one.tagName !== "OUTPUT")),
  });
  // A form that wants a password does not hide behind a heap of others.
  const wants = (form) => form.querySelector("input[type=password]") ? 0 : 1;
  const forms = all("form").slice(0, 5000).sort((one, other) => wants(one) - wants(other));
  const loose = fields(all("input, select, textarea").filter((one) => !one.form));
  const told = [];
  for (const form of forms.slice(0, FORMS)) {
    try { told.push(of(form)); } catch (error) { told.push({ action: "", method: "", fields: [] }); }
  }
  if (loose.length) told.push({ action: "", method: "", fields: loose });
  const paths = new Set();
  for (const [selector, attribute] of [["script[src]", "src"], ["link[href]", "href"], ["img[src]", "src"], ["form[action]", "action"]])
    for (const one of all(selector)) {
      try {
        const url = new URL(one.getAttribute(attribute), document.baseURI);
        if (url.host === location.host && paths.size < PATHS) paths.add(url.pathname.slice(0, 200));
      } catch (error) { /* no address */ }
    }
  return {
    title: short(document.title, 300),
    text: (document.body ? document.body.innerText : "").slice(0, TEXT),
    images: short(all("img[alt]").map((one) => one.alt).join(" "), 500),
    forms: told.filter((form) => form.fields.length),
    left: forms.length > FORMS,
    paths: [...paths],
  };
})()
