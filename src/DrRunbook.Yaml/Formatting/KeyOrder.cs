using System.Collections.Frozen;

namespace DrRunbook.Yaml.Formatting;

/// <summary>
/// In which order the keys of a mapping stand. Each is named as in the schema: who it is, when it happens, what it does, its limits, and last
/// what may be long. Keys that are not named keep their order and stand behind the others.
/// </summary>
internal sealed class KeyOrder
{
    /// <summary>One line each: the mapping's name, then its keys; behind a colon the name of what stands in them. <c>*</c> is any key.</summary>
    private static readonly FrozenDictionary<string, KeyOrder> Known = """
        runbook version name description owner labels enterpriseManagers:managers objectives:objectives exercise:exercise unfenced waive environment inputs:inputs approvers allowedSigners notify:notification defaults:defaults steps:step afterFailure:step finally:step
        managers *:manager
        manager url credentials:credentials tls:tls maxConcurrentFailovers required reconcileFor
        credentials usernameFrom passwordFrom
        tls caFile thumbprint
        objectives rto rpo until
        exercise type scenario criteria assumptions participants exclusions:exclusion
        exclusion what reason
        inputs *:input
        input description required default choices pattern
        notification url on every headers
        defaults enterpriseManager restorePoint:restorePointSelector timeout
        restorePointSelector id name before maxAge notNewerThan
        step id name description when:condition needs fences failover:failover command:command http:http uses with labels rto rpo timeout retry:retry repeatable target onFailure waive require:gate gate:gate parallel:parallel sequence:sequence verify:gate
        condition mode
        failover vApp enterpriseManager backupServer replica restorePoint:restorePointSelector allowStale
        command run env workingDirectory successExitCodes
        http method url headers body status
        retry attempts delay backoff
        parallel maxConcurrency steps:step
        sequence steps:step
        gate approval:approvalGate manual:manualGate tcp:tcpGate http:httpGate dns:dnsGate command:commandGate wait window:windowGate
        approvalGate from count anyOf:quorum allOf:quorum within starterMayApprove prompt
        quorum from count
        manualGate instruction evidence undoes from within
        tcpGate address within every otherwise:otherwiseManual
        httpGate url method status contains headers caFile within every otherwise:otherwiseManual
        dnsGate name type server equals contains within every otherwise:otherwiseManual
        commandGate run env workingDirectory successExitCodes contains within every otherwise:otherwiseManual
        windowGate from to timeZone days within otherwise:otherwiseManual
        otherwiseManual manual:manualGate
        """.Split('\n').Select(line => line.Split(' ')).ToFrozenDictionary(line => line[0], line => new KeyOrder(line[1..]));

    private readonly Dictionary<string, (int Rank, string? Below)> _keys;

    private KeyOrder(IEnumerable<string> keys) =>
        _keys = keys.Select((key, rank) => (Parts: key.Split(':'), rank)).ToDictionary(key => key.Parts[0], key => (key.rank, key.Parts.ElementAtOrDefault(1)));

    /// <summary>The file's own.</summary>
    public static KeyOrder Root => Known["runbook"];

    /// <summary>The names of all mappings that have an order.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The keys of a mapping by its name.</summary>
    public static IEnumerable<string> KeysOf(string name) => Known[name]._keys.Keys;

    /// <summary>The order in the mappings that stand below a key, or null where their keys are the author's.</summary>
    public KeyOrder? Below(string key) =>
        (_keys.TryGetValue(key, out var found) || _keys.TryGetValue("*", out found)) && found.Below is { } name ? Known[name] : null;

    /// <summary>Sorts the entries of a mapping; those of one rank stay as they are.</summary>
    public void Sort(List<Element> entries)
    {
        var sorted = entries.OrderBy(entry => _keys.TryGetValue(entry.Key!.Value, out var found) ? found.Rank : int.MaxValue).ToList();
        entries.Clear();
        entries.AddRange(sorted);
    }
}
