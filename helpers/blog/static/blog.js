for (const area of document.querySelectorAll("textarea")) {
  const count = area.parentElement.querySelector(".count");
  area.addEventListener("input", () => { count.textContent = `${area.value.length} characters`; });
}
