namespace Skein.EndToEnd.Tests.Support;

/// <summary>An application that a container submits by its own tokens.</summary>
internal static class InnerApplication
{
    /// <summary>What its log has when it ran.</summary>
    public const string Words = "the inner one ran";

    /// <summary>Writes its specification and returns the path.</summary>
    public static string Specify(SkeinUser user) => user.Specification($$"""
        services:
          inner:
            resources: {memory: 64 MiB, vcores: 1}
            script: echo "{{Words}}"
        """, "inner.yaml");
}
