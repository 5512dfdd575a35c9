using System.Net;

namespace Skein.Hadoop.Web.Proxying;

/// <summary>The body of a request that is passed on piece by piece, each sent at once.</summary>
internal sealed class ProxiedBody(Stream body, long? length) : HttpContent
{
    private const int PieceLength = 16 << 10;

    /// <summary>Called when a piece was passed on. Default: nothing is.</summary>
    public Action? OnPiece { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceLength];
        for (int read; (read = await body.ReadAsync(piece, cancellationToken)) > 0;)
        {
            await stream.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            OnPiece?.Invoke();
        }
    }

    protected override bool TryComputeLength(out long bytes)
    {
        bytes = length ?? 0;
        return length is not null;
    }
}
