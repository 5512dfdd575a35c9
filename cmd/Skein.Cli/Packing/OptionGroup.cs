using System.CommandLine;

namespace Skein.Cli.Packing;

/// <summary>Options that stand together in the help.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Options">In their order.</param>
internal sealed record OptionGroup(string Title, params IReadOnlyList<Option> Options);
