import { stage, widget } from "./kit.js";
import { ask } from "./guess.js";

/** A guess that the learner commits to before the data answer. */
function render({ model, el, signal }) {
  const spec = model.get("spec");
  const it = stage({ model, el, signal }, "Stop and guess. A wrong guess teaches more than none.");
  const form = ask(spec, (guess) => it.change(guess, "Your guess is kept"));
  form.firstChild.className = "pml-unseen";
  it.body.append(form);
  it.draw = (value) => {
    if (value == null) return;
    form.show(value);
    form.say("Your guess is kept. Run the cells that follow; the data will answer.");
  };
}

export default widget(render);
