// Shows and hides the questions of a form by the answers before them, as the server does when a page is sent.
(() => {
  "use strict";
  const BOUNDS = {
    above: (value, limit) => value > limit,
    at_least: (value, limit) => value >= limit,
    below: (value, limit) => value < limit,
    at_most: (value, limit) => value <= limit,
  };

  // The controls of a field: those of the same row first, then those of the form.
  function controls(form, element, key) {
    const row = element.closest("[data-row]");
    const name = row ? `${row.id}.${key}` : key;
    return [...form.elements].filter((each) => each.name === name);
  }

  function answers(found) {
    const given = found.filter((each) => (each.type !== "checkbox" && each.type !== "radio") || each.checked);
    return given.map((each) => each.value.trim()).filter((value) => value !== "");
  }

  function holds(form, element, condition) {
    const found = controls(form, element, condition.key);
    // A field of another page: what the server said stands.
    if (!found.length) return condition.met;
    const given = answers(found);
    if (!given.length) return false;
    if (condition.answered) return true;
    for (const says of ["is", "is_not"]) {
      if (!condition[says]) continue;
      const among = given.some((value) => condition[says].some((wanted) => String(wanted) === value || Number(value) === wanted));
      return says === "is" ? among : !among;
    }
    const value = Number(given[0].replaceAll(",", ""));
    return Object.entries(BOUNDS).every(([says, judge]) => !(says in condition) || (!Number.isNaN(value) && judge(value, condition[says])));
  }

  function update(form) {
    for (const element of form.querySelectorAll("[data-when]")) {
      element.hidden = !JSON.parse(element.dataset.when).every((each) => holds(form, element, each));
    }
  }

  for (const form of new Set([...document.querySelectorAll("[data-when]")].map((each) => each.closest("form")))) {
    if (!form) continue;
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "scripted", value: "yes" });
    form.append(mark);
    form.addEventListener("input", () => update(form));
    form.addEventListener("change", () => update(form));
    update(form);
  }
})();
