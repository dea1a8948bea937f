namespace DrRunbook.Evidence.Rendering.Coverage;

/// <summary>Where things are asked for. DORA is Regulation (EU) 2022/2554, RTS is Delegated Regulation (EU) 2024/1774; standards whose text is not public are named only.</summary>
internal static class Clauses
{
    public static readonly ImmutableArray<string> Record = ["DORA Art. 11", "ISO 22301 7.5", "SOC 2 A1.3", "HIPAA 164.308(a)(7)(ii)(D)"];

    public static readonly ImmutableArray<string> Stated = ["DORA Art. 24, 25", "RTS Art. 25", "ISO 22301 8.5", "ISO/IEC 27031", "NIST SP 800-84", "FFIEC BCM"];

    public static readonly ImmutableArray<string> Scope = ["DORA Art. 24, 25", "RTS Art. 25", "ISO 22301 8.5", "FFIEC BCM"];

    public static readonly ImmutableArray<string> People = ["DORA Art. 11", "RTS Art. 26", "ISO 22301 8.4", "NIST SP 800-34 3.5", "PCI DSS 12.10"];

    public static readonly ImmutableArray<string> Versions = ["ISO 22301 7.5", "NIST SP 800-34 3.6", "RTS Art. 26"];

    public static readonly ImmutableArray<string> Course = ["DORA Art. 11, 25", "RTS Art. 25", "NIST SP 800-34 3.5", "NIST SP 800-84", "SOC 2 A1.3"];

    public static readonly ImmutableArray<string> RecoveryTime = ["DORA Art. 12", "ISO 22301 8.5", "ISO/IEC 27031", "NIST SP 800-34 3.2", "SOC 2 A1.2, A1.3", "FFIEC BCM"];

    public static readonly ImmutableArray<string> DataLoss = ["DORA Art. 12", "ISO/IEC 27031", "NIST SP 800-34 3.2", "SOC 2 A1.2", "HIPAA 164.308(a)(7)(ii)(A)"];

    public static readonly ImmutableArray<string> Verification = ["DORA Art. 12", "ISO 22301 8.6", "NIST SP 800-34 3.5", "SOC 2 A1.3", "HIPAA 164.308(a)(7)(ii)(D)"];

    public static readonly ImmutableArray<string> Findings = ["DORA Art. 24", "RTS Art. 25", "ISO 22301 10.1", "NIST SP 800-84", "PCI DSS 12.10", "FFIEC BCM"];

    public static readonly ImmutableArray<string> Return = ["DORA Art. 12", "ISO 22301 8.4", "NIST SP 800-34"];

    public static readonly ImmutableArray<string> Communication = ["DORA Art. 11, 14", "ISO 22301 8.4", "PCI DSS 12.10"];
}
