// The first message of a session asks what another session has left here; until the
// server has heard of it nothing is overwritten. A tab may forbid its memory: then all
// goes on without it.
const ENTRY = "rotamatch";

function left() {
  try {
    return JSON.parse(sessionStorage.getItem(ENTRY));
  } catch {
    return null;
  }
}

export default function ({ data, setTriggerValue }) {
  const found = left();
  if (!data.heard && found && found.session !== data.session) {
    setTriggerValue("found", String(found.text));
    return;
  }
  try {
    if (data.text === null) sessionStorage.removeItem(ENTRY);
    else sessionStorage.setItem(
      ENTRY, JSON.stringify({ session: data.session, text: data.text })
    );
  } catch {}
}
