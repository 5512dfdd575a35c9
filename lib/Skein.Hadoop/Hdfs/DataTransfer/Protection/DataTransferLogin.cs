using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>Carries a login at a DataNode over a fresh connection.</summary>
internal static class DataTransferLogin
{
    // Challenges and proofs are a few hundred bytes; a refusal carries a sentence.
    private const int MaxMessageLength = 64 * 1024;
    private const int MaxVarintLength = 5;

    /// <summary>Leads the login to its end.</summary>
    /// <returns>The connection as it is used from here on; it owns <paramref name="connection"/>.</returns>
    /// <exception cref="DataTransferException">The DataNode refuses, breaks the protocol, or offers less than is accepted.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    public static async Task<Stream> RunAsync(Stream connection, DataTransferHandshake handshake, CancellationToken cancellation)
    {
        await connection.WriteAsync(handshake.Begin(), cancellation);
        await connection.WriteAsync(handshake.Respond(await ReadAsync(connection, cancellation)), cancellation);
        return handshake.Complete(await ReadAsync(connection, cancellation)).Apply(connection);
    }

    // Not one byte more is read than the message has: what follows the last one is for the agreed protection.
    private static async Task<DataTransferEncryptorMessageProto> ReadAsync(Stream connection, CancellationToken cancellation)
    {
        var head = new byte[MaxVarintLength];
        int length, read = 0;
        do
        {
            if (await connection.ReadAsync(head.AsMemory(read, 1), cancellation) == 0)
                throw new DataTransferException("closed the connection during the login; does it know this client's protection (dfs.data.transfer.protection, dfs.encrypt.data.transfer)?");
            read++;
        }
        while (!DelimitedMessage.TryReadLength(head.AsSpan(0, read), MaxMessageLength, out length, out _));

        var body = new byte[length];
        if (await connection.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellation) < length)
            throw new DataTransferException("closed the connection in the middle of the login");
        return DelimitedMessage.Parse(DataTransferEncryptorMessageProto.Parser, body);
    }
}
