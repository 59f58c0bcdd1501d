import { lookup } from "./lookup.js";
import { report } from "./report.js";

report(lookup());
