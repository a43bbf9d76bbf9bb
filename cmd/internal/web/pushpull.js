// A client of one lesson, for a page of the same server that loads it as a script.
//
//   crunchy.elements                    [{ uid, kind }, …]
//   crunchy.listen((type, uid, data) => …)   frames, until the session ends
//   await crunchy.pull("EXEC", uid, "print(1)")
{
  const { session, token, base, elements } = "ABOUT";
  const headers = { "Crunchy-Page": token };
  const pause = () => new Promise((go) => setTimeout(go, 1000));

  async function pull(what, uid, data = "") {
    const answer = await fetch(`${base}/pull/${session}`, { method: "POST", headers, body: `${what} ${uid}\r${data}` });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async function listen(take) {
    for (;;) {
      let answer, text;
      try {
        answer = await fetch(`${base}/push/${session}`, { headers, cache: "no-store" });
        text = await answer.text();
      } catch {
        await pause();
        continue;
      }
      if ([401, 403, 404].includes(answer.status)) return;
      if (answer.status === 200) {
        const end = text.indexOf("\r");
        const [type, uid] = text.slice(0, end).split(" ");
        take(type, uid, text.slice(end + 1));
      } else if (answer.status !== 204) await pause();
    }
  }

  globalThis.crunchy = { session, elements, pull, listen };
}
