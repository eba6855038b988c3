document.addEventListener("DOMContentLoaded", () => {
  // Copies commands only: no prompt, no output.
  async function copy(text) {
    if (navigator.clipboard) {
      try {
        return await navigator.clipboard.writeText(text);
      } catch (refused) {
        // the old way needs no permission
      }
    }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  for (const button of document.querySelectorAll(".console .copy")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const commands = button.closest(".console").querySelectorAll(".command");
      await copy([...commands].map(command => command.textContent).join("\n"));
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  }

  // What is hidden until it is asked for belongs on paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(details => { details.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(details => { details.open = false; }));
});
