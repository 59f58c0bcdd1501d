/** Bitrix24's SDK as a script, which the import map names, and the global that it defines. */
declare module "b24jssdk";
declare var B24Js: typeof import("@bitrix24/b24jssdk");
