/// What the page does: filter rows, fold them out, and show the policies' text with the statements that decide.
enum HTMLReportScript {
    static let text = """
        "use strict";
        (() => {
          const root = document.documentElement;
          root.classList.add("js");
          const rows = Array.from(document.querySelectorAll("tr.case"));
          const words = document.getElementById("words");
          const verdict = document.getElementById("verdict");
          const status = document.getElementById("status");
          const count = document.getElementById("count");
          const texts = rows.map((row) => row.textContent.toLowerCase());
          const more = (row) => document.getElementById(row.dataset.more);

          function filter() {
            const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
            let shown = 0;
            rows.forEach((row, index) => {
              const fits = wanted.every((word) => texts[index].includes(word))
                && (!verdict.value || row.dataset.verdict === verdict.value
                  || (verdict.value === "caveat" && row.dataset.caveat === "yes"))
                && (!status.value || row.dataset.status === status.value);
              row.hidden = !fits;
              more(row).hidden = !fits;
              if (fits) { shown += 1; }
            });
            document.querySelectorAll("details.scenario:has(tr.case)").forEach((group) => {
              group.hidden = !group.querySelector("tr.case:not([hidden])");
            });
            count.textContent = shown + " of " + rows.length + " cases";
          }

          function excerpt(place) {
            const source = document.getElementById(place.dataset.source);
            if (!source) { return null; }
            const first = Number(place.dataset.first);
            const last = Number(place.dataset.last);
            const pre = document.createElement("pre");
            Array.from(source.querySelectorAll("span")).forEach((line) => {
              const number = Number(line.dataset.line);
              if (number < first - 3 || number > last + 3) { return; }
              const copy = line.cloneNode(true);
              copy.removeAttribute("id");
              if (number >= first && number <= last) { copy.classList.add("deciding"); }
              pre.append(copy);
            });
            return pre;
          }

          function fold(button) {
            const row = button.closest("tr");
            const details = more(row);
            const isOpen = details.classList.toggle("open");
            button.setAttribute("aria-expanded", String(isOpen));
            button.textContent = isOpen ? "\u{2212}" : "+";
            if (!isOpen || details.dataset.filled) { return; }
            details.dataset.filled = "yes";
            details.querySelectorAll("li[data-source]").forEach((place) => {
              const lines = excerpt(place);
              if (lines) { place.append(lines); }
            });
          }

          document.addEventListener("click", (event) => {
            const button = event.target.closest("td.fold button");
            if (button) { fold(button); }
          });
          [words, verdict, status].forEach((field) => field.addEventListener("input", filter));
          filter();
        })();

        """
}
