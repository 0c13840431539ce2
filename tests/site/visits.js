// Visits: what visits.py asks a page, as functions of `look`.

const look = {};

// One line for each rule of axe-core that is broken in `context`.
look.axe = async (context, options) => {
    const results = await axe.run(context, { resultTypes: ["violations"], preload: false, ...options });
    return results.violations.map((rule) => {
        const lines = rule.nodes.slice(0, 5).map((node) => {
            const why = node.failureSummary.split("\n").slice(1).join("; ").trim();
            return `${node.target.join(" ")} — ${why.slice(0, 250)}`;
        });
        return `${rule.id} (${rule.impact}): ${lines.join("\n    ")}`;
    });
};

// The contrast of a text follows from the classes and styles of what it stands in. So, of the texts that stand in the
// same, only the first on the whole site is looked at: `known` lists what was. (All texts would take minutes.)
look.contrast = async (known, options) => {
    const place = (part) => {
        let path = "";
        for (; part; part = part.parentElement) {
            path += `${part.localName}.${part.className}[${part.getAttribute("style") ?? ""}]`;
            if (part.rowIndex % 2) path += "odd";
            path += "<";
        }
        return path;
    };
    const seen = new Set(known);
    const fresh = new Map();
    for (const part of document.querySelectorAll("body *")) {
        const text = [...part.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
        if (!text || part.closest("svg") || !part.checkVisibility()) continue;
        const where = place(part);
        if (!seen.has(where)) fresh.set(where, part);
        seen.add(where);
    }
    if (!fresh.size) return [[], []];
    return [[...fresh.keys()], await look.axe({ include: [...fresh.values()] }, options)];
};

look.formulas = () => {
    const formulas = [...document.querySelectorAll("main .math")];
    return {
        written: formulas.length,
        drawn: formulas.filter((formula) => formula.querySelector(".katex-html")).length,
        errors: [...document.querySelectorAll(".katex-error")].map((formula) => formula.title),
        fonts: [...document.fonts].filter((font) => font.family.startsWith("KaTeX") && font.status === "loaded").length,
    };
};

// What sticks out to the right, unless something inside the article scrolls it: the article itself must not. KaTeX's copy
// of a formula for screen readers is clipped to one pixel, and so are its parts, wherever they would end.
look.overflow = () => {
    const held = (part) => {
        while ((part = part.parentElement) && !part.matches("article, main, body"))
            if (["auto", "scroll"].includes(getComputedStyle(part).overflowX)) return true;
        return false;
    };
    const page = document.documentElement;
    const found = [];
    if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} px wide`);
    for (const part of document.querySelectorAll("article *:not(svg *, .katex-mathml *)")) {
        const box = part.getBoundingClientRect();
        if (!box.width || box.right <= innerWidth + 1 || held(part) || !part.checkVisibility()) continue;
        const text = part.textContent.trim().slice(0, 40);
        found.push(`<${part.localName} class="${part.getAttribute("class")}"> ends at ${Math.round(box.right)} px: ${text}`);
    }
    return found.slice(0, 6);
};

// Before a walk with Tab: note the controls of the content and how they look when they are not in focus; return how many
// there are. Of a group of radio buttons Tab reaches one.
look.prepareWalk = () => {
    const looks = ["boxShadow", "borderColor", "backgroundColor", "textDecorationLine", "textDecorationThickness", "color"];
    look.appearance = (part) =>
        [part, part.parentElement].flatMap((element) => {
            const style = getComputedStyle(element);
            const ring = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
            return [ring && `${style.outlineWidth} ${style.outlineColor}`, ...looks.map((name) => style[name])];
        }).join("|");
    const groups = new Set();
    const controls = [...document.querySelectorAll(
        "main :is(a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable=true])",
    )].filter((part) => {
        if (part.disabled || part.tabIndex < 0 || !part.checkVisibility({ visibilityProperty: true })) return false;
        const again = part.type === "radio" && groups.has(part.name);
        if (part.type === "radio") groups.add(part.name);
        return !again;
    });
    document.activeElement.blur();
    look.plain = new Map(controls.map((part) => [part, look.appearance(part)]));
    look.reached = new Set();
    return controls.length;
};

// At each stop of the walk: null at its end, else whether it is in the content, and what is wrong with it.
look.stop = () => {
    const part = document.activeElement;
    if (part === document.body) return null;
    look.reached.add(part.type === "radio" ? part.name : part);
    const invisible = look.plain.get(part) === look.appearance(part);
    const problem = invisible ? `the focus cannot be seen: ${part.outerHTML.slice(0, 160)}` : "";
    return { inside: Boolean(part.closest("main")), problem };
};

look.missed = () =>
    [...look.plain.keys()]
        .filter((part) => part.checkVisibility()) // an explorable that the walk woke up has taken the place of its words
        .filter((part) => !look.reached.has(part.type === "radio" ? part.name : part))
        .map((part) => `Tab does not reach: ${part.outerHTML.slice(0, 160)}`)
        .slice(0, 10);
