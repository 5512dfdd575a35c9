namespace Skein.EndToEnd.Tests.Support;

/// <summary>Tests that take minutes: one after the other, and only where all tests are run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LongTests
{
    public const string Name = "long";

    /// <summary>Trait that marks them; its value is <see cref="Name"/>.</summary>
    public const string Duration = "duration";
}
