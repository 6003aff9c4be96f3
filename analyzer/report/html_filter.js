"use strict";
const box = document.getElementById("filter");
const count = document.getElementById("count");
const items = Array.from(document.querySelectorAll("[data-item]"));
const texts = items.map((item) => item.textContent.toLowerCase());
function show() {
	const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
	let shown = 0;
	items.forEach((item, i) => {
		item.hidden = !words.every((word) => texts[i].includes(word));
		shown += item.hidden ? 0 : 1;
	});
	count.textContent = words.length ? shown + " of " + items.length + " shown" : "";
}
box.addEventListener("input", show);
document.getElementById("filter-form").hidden = false;
