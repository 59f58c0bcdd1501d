// Links to this page: its address follows the form, and the form follows the address.
import { readAddress, writeAddress } from "./address.js";
import { formIds, onIdsChange, setIds } from "./form.js";
import { presetIds, presetName } from "./presets.js";
import { onScenarioChange, scenarioName, selectScenario } from "./scenario-picker.js";

/** The ids and the scenario of the address; `null` if it has neither. */
export function readLink() {
  const { ids, preset, scenario } = readAddress();
  const link = { ids: ids ?? presetIds(preset), scenario };
  return link.ids || link.scenario ? link : null;
}

/** Updates the address after changes of the form, and the form after changes of the address. */
export function connectAddress() {
  const update = () =>
    writeAddress({
      ids: formIds(),
      preset: presetName(formIds()),
      scenario: scenarioName(),
    });
  onIdsChange(update);
  onScenarioChange(update);
  addEventListener("hashchange", () => {
    const link = readLink();
    if (!link) return;
    if (link.ids) setIds(link.ids);
    selectScenario(link.scenario);
  });
}
