// The common types of Node, Deno, Bun and Workers.
interface AbortSignal {
  readonly aborted: boolean;
}
interface RequestInit {
  method?: string;
}
interface Request {
  readonly url: string;
}
interface Response {
  readonly status: number;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}
declare class URL {
  constructor(url: string);
  readonly href: string;
}
