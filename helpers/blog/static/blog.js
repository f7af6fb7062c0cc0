for (const count of document.querySelectorAll(".count")) {
  const area = count.parentElement.querySelector("textarea");
  area.addEventListener("input", () => { count.textContent = `${area.value.length} characters`; });
}
