using System.Buffers;
using System.Text.RegularExpressions;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>
/// Reads from words whether an action worked. Only statements about the action count; the problem ("failed", "error"), advice ("if it
/// is failing, restart it"), wishes and questions do not. Statements both ways are no statement.
/// </summary>
internal static class OutcomeStatements
{
    private const string Mended = "fixed|solved|resolved|cured|cleared|remedied|repaired";
    private const string Trouble = "(?:issues?|problems?|alerts?|alarms?|incidents?|errors?|failures?|outages?|bugs?|faults?|crash(?:es)?|symptoms?|warnings?)";
    private const string TheTrouble = $"(?:it|this|that|them|both|everything|anything|things|the (?:[a-z0-9_-]+ ){{0,3}}{Trouble})";
    private const string Adverbs = "(?:actually |really |even |fully |completely |finally |also |now |all |still |just )?";
    private const string DidNot = "(?:did not|didn't|didnt|has not|hasn't|have not|haven't|had not|hadn't|never)";
    private const string Misbehaving = "fail(?:s|ing)?|crash(?:es|ing)?|fir(?:es|ing)|happen(?:s|ing)?|occur(?:s|ring)?|broken|alert(?:s|ing)|restart(?:s|ing)|"
        + "leak(?:s|ing)|flap(?:s|ping)|hang(?:s|ing)|tim(?:es|ing) out|error(?:s|ing)|unreachable|down|stuck|unhealthy|degraded|throttled|appear(?:s|ing)";

    private static readonly OutcomeStatement[] Rows =
    [
        // that fixed it; restarting it solved the connection problem
        OutcomeStatement.Success($@"\b(?:{Mended}) {TheTrouble}\b"),
        // the issue is now resolved; the alert has cleared; errors are gone
        OutcomeStatement.Success($@"\b(?:{Trouble}|it|this|that|everything|all) (?:(?:is|was|are|were|has|have|had|been|got|it's) ){{1,3}}{Adverbs}(?:{Mended}|gone)(?:$|[ ,:)-])"),
        OutcomeStatement.Success($@"\b{Trouble} (?:(?:has|have|had) )?{Adverbs}(?:gone|went away|disappeared|vanished|ceased|cleared)(?:$|[ ,:)-])"),
        // that worked; restarting the pod worked (any -ing but that of "nothing"); it did the trick
        OutcomeStatement.Success(@"\b(?:that|this|it|which|fix|workaround|solution|rollback|restart|reboot|[a-z]*(?:[a-gi-z]|[a-su-z]h)ing(?: [a-z0-9_-]+){0,4}) (?:has |have )?(?:worked|helped)(?: (?:again|now|fine|well|perfectly|great|immediately|instantly|like a charm|for me|for us))?(?:$|[,:)-])"),
        OutcomeStatement.Success(@"\bdid the trick\b"),
        // works again; healthy again; is working now; back to normal
        OutcomeStatement.Success(@"\b(?:works?|working|worked|functional|healthy|up|ok|okay|online|available|reachable|running|responding|responds|green|stable|serving|operational|succeeds|succeeding|passes|passing|ready|normal) (?:fine |well |normally )?again\b"),
        OutcomeStatement.Success(@"\b(?:works|working|healthy|stable|passing|succeeds) (?:fine |well |normally |perfectly )?now\b|\bnow (?:works|working|healthy|stable|passing|succeeds)\b"),
        OutcomeStatement.Success(@"\b(?:is|are|was|were|came|went|returned|everything|now) (?:now |all )?back (?:to normal|online|up|in service)\b|\breturned to normal\b"),
        OutcomeStatement.Success($@"\b(?:it|everything|{Trouble}|services?|pods?|nodes?|cluster|system|database|site|queue|app|application) (?:(?:has|have) )?(?:fully |quickly |then |since )?recovered\b"),
        // no longer failing; stopped crashing; has not come back
        OutcomeStatement.Success($@"\bno longer (?:an issue|a problem|seen|see|{Misbehaving})\b"),
        OutcomeStatement.Success($@"\b(?:has|have|it|they|pods?|alerts?|errors?|{Trouble}) stopped(?: (?:{Misbehaving}))?(?:$|[,:)-])|\bstopped (?:failing|crashing|firing|happening|occurring|alerting|restarting|leaking|flapping|hanging|timing out)\b"),
        OutcomeStatement.Success($@"\b{DidNot} (?:recurred|recur|reappeared|reappear|returned since|come back|came back|happened again|happen again|fired again|fire again)\b"),

        // did not fix it; didn't help; has not solved the problem
        OutcomeStatement.Failure($@"\b(?:{DidNot}|does not|doesn't|do not|don't|could not|couldn't|failed to) {Adverbs}(?:fix|fixed|solve|solved|resolve|resolved|cure|cured|remedy|repair|clear|cleared) {TheTrouble}\b"),
        OutcomeStatement.Failure($@"\b{DidNot} {Adverbs}(?:fix|fixed|solve|solved)(?:$|[,:)-])"),
        OutcomeStatement.Failure($@"\b(?:{DidNot}|does not|doesn't) {Adverbs}help(?:ed)?(?: (?:either|at all|much|us|me|here|{TheTrouble}))?(?:$|[,:)-])"),
        OutcomeStatement.Failure(@"\b(?:did not|didn't|didnt) (?:actually |really |even )?work(?: (?:either|at all|for me|for us|here))?(?:$|[,:)-])|\b(?:has not|hasn't|have not|haven't) worked(?:$|[,:)-])"),
        OutcomeStatement.Failure(@"\b(?:nothing|neither|none of (?:it|this|that|these|them))(?: (?:we|i) [a-z]+)? (?:worked|helped|fixed|solved|resolved)\b"),
        // the issue was not resolved; that was not the fix
        OutcomeStatement.Failure($@"\b(?:{Trouble}|it|this|that) (?:(?:is|was|has|have|are|were) (?:still )?not|isn't|wasn't|hasn't|haven't|aren't|weren't) (?:been )?{Adverbs}(?:fixed|solved|resolved|gone)(?:$|[,:)-])"),
        OutcomeStatement.Failure(@"\b(?:was not|wasn't|is not|isn't) the (?:fix|solution|cure)\b"),
        // made no difference; to no avail; made it worse
        OutcomeStatement.Failure(@"\bmade no difference\b|\bhad no effect\b|\bto no avail\b|\bmade (?:it|things|matters|everything) (?:even )?worse\b"),
        OutcomeStatement.Failure($@"\b(?:the|this|that|same|but|and) (?:[a-z0-9_-]+ )?{Trouble} (?:still )?(?:persists|persisted|remains|remained|came back|recurred|reappeared)(?: (?:after|afterwards|anyway|though|despite)(?: [a-z0-9' -]*)?)?$"),

        OutcomeStatement.Closing(true, $"(?:{Mended}|sorted)|works?(?: again| now)?|worked|success|succeeded|all good"),
        OutcomeStatement.Closing(false, $"not (?:{Mended})|unresolved|still (?:{Misbehaving}|the same|not working|no luck)|no luck|no effect|no success|no improvement|without success|without effect|in vain"),
    ];

    // Anywhere before the statement in its sentence they make it advice, a wish or a condition.
    private static readonly Regex Hypothetical = OutcomeStatement.Compile(
        @"\b(?:if|unless|provided|whether|should|would|may|might|will|until|till|hopefully|assuming|in case|whenever|how to|won't|wouldn't|shouldn't)\b"
        + @"|^once\b|(?:^|[,:(] ?|\band |\bthen |\bplease |\bto )(?:check|verify|confirm|ensure|make sure|see|wait|validate|test|monitor|determine|assess|try|attempt|expect)\b");

    // Between the last comma and the statement they make it a time, a purpose or a possibility.
    private static readonly Regex HypotheticalInClause = OutcomeStatement.Compile(
        @"\b(?:when|once|before|as soon as|can|cannot|could have|must|needs?|usually|often|sometimes|typically|generally|normally|to (?:get|bring|make|have|be|see|become|keep|put|restore|allow|let))\b|\bafter [a-z0-9_ -]{1,40} (?:is|are) $");

    private static readonly Regex Negation = OutcomeStatement.Compile(
        @"(?:\b(?:not|never|nor|neither|without|nothing|none|hardly|barely|unable|cannot|failed to|no)|n't)(?: [a-z0-9'-]+){0,3} ?$");

    // "resolved to 10.0.0.1" is a name's address, "fixed in 1.2.3" a release note.
    private static readonly Regex OtherMeaning = OutcomeStatement.Compile("^ ?(?:to|at|as|in|against|via|upstream)\\b");

    // A sentence without one of these states nothing, and most have none.
    private static readonly SearchValues<string> Stems = SearchValues.Create(
    [
        "fix", "solv", "cure", "clear", "remed", "repair", "work", "help", "trick", "again", " now", "now ", "normal", "back", "recover",
        "longer", "stopp", "recur", "appear", "gone", "went away", "vanish", "cease", "difference", "effect", "avail", "worse", "persist",
        "remain", "sorted", "success", "succeed", "good", "still", "luck", "improvement", "vain", "come", "happen", "fire",
    ],
    StringComparison.Ordinal);

    /// <summary>True: stated that it worked; false: stated that it did not; null: neither, or both.</summary>
    internal static bool? Read(string content)
    {
        var sentences = Sentences.Of(content);
        var worked = false;
        var failed = false;
        for (var i = 0; i < sentences.Count && !(worked && failed); i++)
        {
            var sentence = sentences[i];
            if (sentence.EndsWith('?') || !sentence.AsSpan().ContainsAny(Stems))
                continue;
            foreach (var row in Rows)
            {
                if ((row.IsClosing && i < sentences.Count - 1) || !IsStated(row, sentence))
                    continue;
                worked |= row.Worked;
                failed |= !row.Worked;
            }
        }

        return worked == failed ? null : worked;
    }

    private static bool IsStated(OutcomeStatement row, string sentence)
    {
        foreach (var match in row.Pattern.EnumerateMatches(sentence))
        {
            var before = sentence.AsSpan(0, match.Index);
            var after = sentence.AsSpan(match.Index + match.Length);
            var clause = before[(before.LastIndexOfAny(',', ':') + 1)..];
            if (Hypothetical.IsMatch(before) || HypotheticalInClause.IsMatch(clause) || (row.Worked && (Negation.IsMatch(AfterConjunction(clause)) || OtherMeaning.IsMatch(after))))
                continue;
            return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> AfterConjunction(ReadOnlySpan<char> clause)
    {
        var conjunction = Math.Max(clause.LastIndexOf(" and "), clause.LastIndexOf(" but "));
        return conjunction < 0 ? clause : clause[(conjunction + 4)..];
    }
}
