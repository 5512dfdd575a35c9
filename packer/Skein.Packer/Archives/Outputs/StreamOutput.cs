namespace Skein.Packer.Archives.Outputs;

/// <summary>A stream that what was written can not be taken back from: the standard output, or nothing at all.</summary>
/// <param name="stream">The stream, which the output owns.</param>
internal sealed class StreamOutput(Stream stream) : ArchiveOutput
{
    public Stream Stream => stream;

    public override Task CommitAsync(CancellationToken cancellation) => stream.FlushAsync(cancellation);

    public override ValueTask DisposeAsync() => stream.DisposeAsync();
}
