import { createClient, isB24Error, websiteHref } from "b24-users";
import { createClient as plain } from "b24-users/js";
import { createClient as slim } from "b24-users/slim";
import { createFakePortal } from "b24-users/testing";

// Nothing is used, so a bundler can remove all imports.
