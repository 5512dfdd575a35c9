using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Stage = Skein.Hadoop.Hdfs.Protocol.OpWriteBlockProto.Types.BlockConstructionStage;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>
/// A DataNode on a port of its own: keeps replicas in memory, passes packets on to the next of its pipeline, and fails where a test wants
/// it to. It checks what a real one checks and closes the connection where a real one does.
/// </summary>
internal sealed class FakeDataNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Task> _connections = [];
    private readonly Task _accepting;
    private int _packets;

    public FakeDataNode(string name)
    {
        _listener.Start();
        Info = new DatanodeInfoProto
        {
            Id = new DatanodeIDProto
            {
                IpAddr = "127.0.0.1",
                HostName = name,
                DatanodeUuid = name,
                XferPort = (uint)((IPEndPoint)_listener.LocalEndpoint).Port,
                InfoPort = 0,
                IpcPort = 0,
            },
        };
        _accepting = AcceptAsync();
    }

    public DatanodeInfoProto Info { get; }

    public ConcurrentDictionary<ulong, FakeReplica> Replicas { get; } = [];

    /// <summary>Every request to write, in order.</summary>
    public ConcurrentQueue<OpWriteBlockProto> WriteRequests { get; } = [];

    /// <summary>Reads asked for, in order.</summary>
    public ConcurrentQueue<OpReadBlockProto> ReadRequests { get; } = [];

    /// <summary>Released by each heartbeat that arrives.</summary>
    public SemaphoreSlim Heartbeats { get; } = new(0);

    /// <summary>The answer to a pipeline's set-up.</summary>
    public Status SetupStatus { get; set; } = Status.Success;

    /// <summary>Set-ups that are answered with <see cref="SetupStatus"/>; the later ones succeed. Default: all of them.</summary>
    public int RefusedSetups { get; set; } = int.MaxValue;

    /// <summary>Data packets after whose arrival this DataNode dies, before it passes the last one on; -1: never.</summary>
    public int DiesAfterPackets { get; set; } = -1;

    /// <summary>Dies when the packet that ends a block arrives here.</summary>
    public bool DiesAtLastPacket { get; set; }

    /// <summary>Dies after it has closed the block but before it says so.</summary>
    public bool DiesAfterClosing { get; set; }

    /// <summary>The byte of a replica that is sent wrong, while its checksum is right; -1: none.</summary>
    public long CorruptOffset { get; set; } = -1;

    /// <summary>Bytes of data after which a read ends in the middle of a packet; -1: never.</summary>
    public long ReadDiesAfter { get; set; } = -1;

    /// <summary>What is sent instead of any answer, before the connection closes; null: proper answers.</summary>
    public byte[]? RawAnswer { get; set; }

    /// <summary>Takes logins; null: a login is what a wrong version of the protocol is, the connection is closed.</summary>
    public FakeDataNodeLogin? Login { get; set; }

    /// <summary>Whether the connection stays open after <see cref="RawAnswer"/>, until the client closes it.</summary>
    public bool StaysOpen { get; set; }

    /// <summary>Stops listening and cuts every connection.</summary>
    public void Die()
    {
        _listener.Stop();
        foreach (var socket in _connections.Keys)
            socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        await _accepting;
        await Task.WhenAll(_connections.Values);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                _connections[socket] = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var connection = Wrap(stream);
            var operation = new byte[3];
            await connection.ReadExactAsync(operation, CancellationToken.None);
            if (operation[0] == FakeDataNodeLogin.FirstByte)
            {
                var login = Login ?? throw new InvalidDataException("A login is no operation.");
                connection = Wrap(await login.RunAsync(connection, stream));
                await connection.ReadExactAsync(operation, CancellationToken.None);
            }

            Assert.Equal((0, 28), (operation[0], operation[1]));
            if (RawAnswer is { } raw)
                await AnswerAsync(connection, operation[2], raw);
            else if (operation[2] == (byte)DataTransferOperation.WriteBlock)
                await WriteBlockAsync(connection);
            else
                await ReadBlockAsync(connection);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // A real DataNode closes the connection too.
        }
    }

    private async Task AnswerAsync(DataNodeConnection client, byte operation, byte[] answer)
    {
        // The request is read first: closing a connection with unread bytes would cut the answer off.
        if (operation == (byte)DataTransferOperation.WriteBlock)
            await client.ReadMessageAsync(OpWriteBlockProto.Parser, CancellationToken.None);
        else
            await client.ReadMessageAsync(OpReadBlockProto.Parser, CancellationToken.None);
        await client.WriteAsync(answer, CancellationToken.None);
        while (StaysOpen)
            await client.ReadExactAsync(new byte[1], CancellationToken.None);
    }

    private async Task WriteBlockAsync(DataNodeConnection client)
    {
        var request = await client.ReadMessageAsync(OpWriteBlockProto.Parser, CancellationToken.None);
        WriteRequests.Enqueue(request);
        if (SetupStatus != Status.Success && RefusedSetups-- > 0)
        {
            await SendAsync(client, new BlockOpResponseProto { Status = SetupStatus, Message = "scripted" });
            return;
        }

        DataNodeConnection? mirror = null;
        try
        {
            if (!TryPrepare(request, out var replica))
            {
                await SendAsync(client, new BlockOpResponseProto { Status = Status.Error, Message = "no such replica" });
                return;
            }

            if (request.Targets.Count > 0)
            {
                (mirror, var refused) = await OpenMirrorAsync(request);
                if (refused is not null)
                {
                    await SendAsync(client, new BlockOpResponseProto { Status = Status.Error, FirstBadLink = refused });
                    return;
                }
            }

            await SendAsync(client, new BlockOpResponseProto { Status = Status.Success, FirstBadLink = "" });
            if (request.Stage != Stage.PipelineCloseRecovery)
                await ReceiveAsync(client, mirror, replica, request.RequestedChecksum);
        }
        finally
        {
            if (mirror is not null)
                await mirror.DisposeAsync();
        }
    }

    private bool TryPrepare(OpWriteBlockProto request, out FakeReplica replica)
    {
        var block = request.Header.BaseHeader.Block;
        if (request.Stage == Stage.PipelineSetupCreate)
        {
            replica = Replicas[block.BlockId] = new FakeReplica(block.GenerationStamp);
            return true;
        }

        var found = Replicas.TryGetValue(block.BlockId, out replica!)
            && replica.GenerationStamp >= block.GenerationStamp
            && replica.GenerationStamp < request.LatestGenerationStamp
            && replica.Length >= (long)request.MinBytesRcvd
            && replica.Length <= (long)request.MaxBytesRcvd
            && (!replica.IsClosed || request.Stage == Stage.PipelineCloseRecovery);
        if (!found)
            return false;
        replica.GenerationStamp = request.LatestGenerationStamp;
        replica.Truncate((long)request.MinBytesRcvd);
        replica.IsClosed = request.Stage == Stage.PipelineCloseRecovery;
        return true;
    }

    private static async Task<(DataNodeConnection? Mirror, string? Refused)> OpenMirrorAsync(OpWriteBlockProto request)
    {
        var next = request.Targets[0].Id;
        var forwarded = request.Clone();
        forwarded.Targets.RemoveAt(0);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var mirror = default(DataNodeConnection);
        try
        {
            await socket.ConnectAsync(next.IpAddr, (int)next.XferPort);
            mirror = Wrap(new NetworkStream(socket, ownsSocket: true));
            await mirror.WriteAsync(DataTransferRequest.Encode(DataTransferOperation.WriteBlock, forwarded), CancellationToken.None);
            var response = await mirror.ReadMessageAsync(BlockOpResponseProto.Parser, CancellationToken.None);
            if (response.Status == Status.Success)
                return (mirror, null);
            await mirror.DisposeAsync();
            return (null, response.FirstBadLink.Length > 0 ? response.FirstBadLink : $"{next.IpAddr}:{next.XferPort}");
        }
        catch (Exception e) when (e is SocketException or DataTransferException)
        {
            socket.Dispose();
            return (null, $"{next.IpAddr}:{next.XferPort}");
        }
    }

    private async Task ReceiveAsync(DataNodeConnection client, DataNodeConnection? mirror, FakeReplica replica, ChecksumProto asked)
    {
        var checksum = new ChunkChecksum(asked.Type, asked.BytesPerChecksum);
        while (true)
        {
            var (frame, bytes) = await ReadPacketAsync(client, checksum);
            if (frame.SequenceNumber == PacketFrame.HeartbeatSequenceNumber)
                Heartbeats.Release();
            else
                Keep(replica, frame, bytes, checksum);
            if ((frame.DataLength > 0 && ++_packets == DiesAfterPackets) || (frame.IsLast && DiesAtLastPacket))
            {
                Die();
                return;
            }

            var acknowledgement = new PipelineAckProto { Seqno = frame.SequenceNumber, Reply = { Status.Success } };
            try
            {
                if (mirror is not null)
                {
                    await mirror.WriteAsync(bytes, CancellationToken.None);
                    var behind = await mirror.ReadMessageAsync(PipelineAckProto.Parser, CancellationToken.None);
                    acknowledgement.Reply.Add(behind.Reply);
                }
            }
            catch (DataTransferException)
            {
                await SendAsync(client, new PipelineAckProto { Seqno = -2, Reply = { Status.Success, Status.Error } });
                return;
            }

            replica.IsClosed = frame.IsLast;
            if (frame.IsLast && DiesAfterClosing)
            {
                Die();
                return;
            }

            await SendAsync(client, acknowledgement);
            if (frame.IsLast)
                return;
        }
    }

    private static void Keep(FakeReplica replica, PacketFrame frame, byte[] bytes, ChunkChecksum checksum)
    {
        var data = bytes.AsSpan(bytes.Length - frame.DataLength);
        var checksums = bytes.AsSpan(bytes.Length - frame.DataLength - frame.ChecksumLength, frame.ChecksumLength);
        if (frame.Offset % checksum.BytesPerChunk != 0 && !frame.IsLast)
            throw new InvalidDataException("A packet begins inside a chunk.");
        if (checksum.FindMismatch(data, checksums) >= 0)
            throw new InvalidDataException("A checksum does not match.");
        replica.Put(frame.Offset, data);
    }

    private static async Task<(PacketFrame Frame, byte[] Bytes)> ReadPacketAsync(DataNodeConnection client, ChunkChecksum checksum)
    {
        var lengths = new byte[PacketFrame.LengthsSize];
        await client.ReadExactAsync(lengths, CancellationToken.None);
        var (body, headerLength) = PacketFrame.ReadLengths(lengths);
        var bytes = new byte[lengths.Length + headerLength + body];
        lengths.CopyTo(bytes, 0);
        await client.ReadExactAsync(bytes.AsMemory(lengths.Length), CancellationToken.None);
        return (PacketFrame.ReadHeader(bytes.AsSpan(lengths.Length, headerLength), body, checksum), bytes);
    }

    private async Task ReadBlockAsync(DataNodeConnection client)
    {
        const int Chunk = 512;
        const int PacketData = 8 * Chunk;
        var request = await client.ReadMessageAsync(OpReadBlockProto.Parser, CancellationToken.None);
        ReadRequests.Enqueue(request);
        if (!Replicas.TryGetValue(request.Header.BaseHeader.Block.BlockId, out var replica))
        {
            await SendAsync(client, new BlockOpResponseProto { Status = Status.Error, Message = "Replica not found" });
            return;
        }

        var checksum = new ChunkChecksum(ChecksumTypeProto.ChecksumCrc32C, Chunk);
        var data = replica.Data;
        var start = (int)((long)request.Offset / Chunk * Chunk);
        var end = Math.Min((int)(((long)(request.Offset + request.Len) + Chunk - 1) / Chunk * Chunk), data.Length);
        var info = new ReadOpChecksumInfoProto { Checksum = checksum.ToMessage(), ChunkOffset = (ulong)start };
        await SendAsync(client, new BlockOpResponseProto { Status = Status.Success, ReadOpChecksumInfo = info });
        for (long sequence = 0; ; sequence++)
        {
            var part = data.AsSpan(start, Math.Min(PacketData, end - start)).ToArray();
            var bytes = Encode(checksum, part, start, sequence);
            if (CorruptOffset >= start && CorruptOffset < start + part.Length)
                bytes[bytes.Length - part.Length + (int)CorruptOffset - start] ^= 1;
            if (ReadDiesAfter >= 0 && start + part.Length > ReadDiesAfter)
            {
                await client.WriteAsync(bytes.AsMemory(0, bytes.Length - (part.Length / 2)), CancellationToken.None);
                return;
            }

            await client.WriteAsync(bytes, CancellationToken.None);
            if (part.Length == 0)
                break;
            start += part.Length;
        }

        var status = await client.ReadMessageAsync(ClientReadStatusProto.Parser, CancellationToken.None);
        Assert.Equal(Status.ChecksumOk, status.Status);
    }

    private static byte[] Encode(ChunkChecksum checksum, byte[] data, long offset, long sequence)
    {
        var checksums = new byte[checksum.LengthFor(data.Length)];
        checksum.Compute(data, checksums);
        var head = new byte[PacketFrame.LengthsSize + PacketFrame.MaxHeaderLength];
        var used = new PacketFrame(checksums.Length, data.Length, offset, sequence, data.Length == 0).WriteBackwards(head);
        return [.. head[^used..], .. checksums, .. data];
    }

    private static ValueTask SendAsync(DataNodeConnection connection, IMessage message) =>
        connection.WriteAsync(Delimited.Encode(message), CancellationToken.None);

    private static DataNodeConnection Wrap(Stream stream) => new(stream, Patience, Patience, TimeProvider.System);
}
