namespace Skein.Cli.Packing;

/// <summary>The standard output does not take what is written to it.</summary>
/// <param name="cause">How the write failed.</param>
internal sealed class StandardOutputException(IOException cause)
    : IOException($"The standard output can not be written to: {cause.Message.TrimEnd('.')}", cause);
