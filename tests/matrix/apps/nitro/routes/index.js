import { lookup } from "../lookup.js";

export default defineEventHandler(() => lookup());
