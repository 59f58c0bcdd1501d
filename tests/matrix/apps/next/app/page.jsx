"use client";

import { useEffect } from "react";

import { lookup } from "../lookup.js";
import { report } from "../report.js";

export default function Page() {
  useEffect(() => void report(lookup()), []);
  return <h1>a client component</h1>;
}
