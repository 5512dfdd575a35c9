using System.Net;

namespace Skein.Grpc;

/// <summary>The body of a call with a stream of requests: it hands out the transport's stream and stays open until told to end.</summary>
internal sealed class OpenContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The stream to write to, once the transport has opened it.</summary>
    public Task<Stream> Stream => _stream.Task;

    /// <summary>Ends the body; the client's half of the call is then closed.</summary>
    public void Complete() => _end.TrySetResult();

    /// <summary>Gives the body up: the transport resets the call rather than ending it, and whoever waits for the stream is told.</summary>
    public void Abandon(Exception cause)
    {
        if (_stream.TrySetException(cause))
            _ = _stream.Task.Exception; // Observed: nobody may be waiting.
        _end.TrySetCanceled();
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            // Sends the headers: the server may speak first.
            await stream.FlushAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // A server that refuses the call at once ends the stream while it opens; the call as a whole does not fail by that.
            Abandon(e);
            throw;
        }

        _stream.TrySetResult(stream);
        await _end.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
