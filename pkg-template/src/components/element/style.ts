/** The style sheet of the element. */
export const STYLE: string = `
:host {
  display: inline-block;
  vertical-align: middle;
  min-inline-size: var(--b24-user-size, 2.5em);
  min-block-size: var(--b24-user-size, 2.5em);
  max-inline-size: 100%;
  line-height: 1.25;
  text-align: start;
}

:host([hidden]) {
  display: none;
}

.user {
  position: relative;
  display: flex;
  align-items: center;
  gap: var(--b24-user-gap, 0.625em);
  min-block-size: var(--b24-user-size, 2.5em);
}

.picture {
  flex: none;
  position: relative;
  display: grid;
  place-items: center;
  inline-size: var(--b24-user-size, 2.5em);
  block-size: var(--b24-user-size, 2.5em);
  overflow: hidden;
  border-radius: var(--b24-user-radius, 50%);
  background: var(--color, color-mix(in srgb, currentcolor 12%, transparent));
  color: var(--ink, inherit);
  forced-color-adjust: none;
  user-select: none;
}

.initials {
  font-size: calc(var(--b24-user-size, 2.5em) * 0.38);
  font-weight: 600;
}

.image {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  object-fit: cover;
}

.text {
  display: grid;
  min-inline-size: 0;
  overflow-wrap: anywhere;
}

.name {
  font-weight: var(--b24-user-name-weight, 600);
}

.position {
  font-size: 0.875em;
  color: var(--b24-user-muted, color-mix(in srgb, currentcolor 70%, transparent));
}

.retry {
  flex: none;
  min-block-size: 24px;
  font: inherit;
}

/* On the picture, which is all that shows. */
:host([compact]) .retry {
  position: absolute;
  inset: 0;
  opacity: 0;
}

:host([compact]) .retry:focus-visible {
  opacity: 1;
}

.presence {
  position: absolute;
  inset-inline-start: calc(var(--b24-user-size, 2.5em) * 0.72);
  inset-block-start: calc(50% + var(--b24-user-size, 2.5em) * 0.22);
  box-sizing: border-box;
  inline-size: calc(var(--b24-user-size, 2.5em) * 0.28);
  block-size: calc(var(--b24-user-size, 2.5em) * 0.28);
  border-radius: 50%;
  border: 0.14em solid var(--b24-user-ring, Canvas);
  forced-color-adjust: none;
}

.presence[data-kind="online"] {
  background: var(--b24-user-online, #1f9d4d);
}

/* Hollow: not by colour alone. */
.presence[data-kind="absent"] {
  background: var(--b24-user-ring, Canvas);
  box-shadow: inset 0 0 0 0.125em var(--b24-user-absent, #d98a00);
}

:host([compact]) .text,
.busy {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

[data-status="loading"] .name {
  min-inline-size: 7em;
  min-block-size: 0.8em;
  border-radius: 0.4em;
  background: color-mix(in srgb, currentcolor 12%, transparent);
}

[data-status="missing"] .name,
[data-status="error"] .name {
  font-weight: inherit;
  font-style: italic;
  color: var(--b24-user-muted, color-mix(in srgb, currentcolor 70%, transparent));
}

[data-dismissed] .picture {
  filter: grayscale(1);
}

@media (prefers-reduced-motion: no-preference) {
  [data-status="loading"] :is(.picture, .name) {
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
}
`;
