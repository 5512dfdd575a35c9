namespace Skein.Packer.Archives.Outputs;

/// <summary>Where an archive goes. What is not committed leaves nothing behind when it is disposed.</summary>
internal abstract class ArchiveOutput : IAsyncDisposable
{
    /// <summary>Makes what was written final.</summary>
    /// <exception cref="PackException">Someone else created the output meanwhile.</exception>
    public abstract Task CommitAsync(CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();

    /// <summary>A name for something that is not complete: hidden, and unlike that of any other packing.</summary>
    /// <param name="path">Absolute path it will have.</param>
    /// <remarks>
    /// Beside the output, so that the last step is a rename; no name of its own is taken from it, as it might be the longest allowed.
    /// </remarks>
    protected static string TemporaryBeside(string path) =>
        $"{Path.GetDirectoryName(path)!.TrimEnd('/')}/{TemporaryName.Prefix}{Guid.NewGuid():N}{TemporaryName.Suffix}";
}
