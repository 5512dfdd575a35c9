using Google.Protobuf;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>A recorded session with a real NameNode, replayed: each call must be the recorded one bit for bit, each answer is decoded.</summary>
public sealed class NameNodeFixtureTests
{
    private const string Directory = "/user/testuser/golden2";
    private const string File = Directory + "/f1";
    private const string Client = "golden";
    private const ulong FileId = 16604;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_session_is_the_recorded_one_bit_for_bit()
    {
        var channel = new ReplayedChannel(GoldenFile.Open("hdfs-namenode").Frames);
        var nameNode = new NameNodeClient(channel);

        Assert.False(await nameNode.DeleteAsync(Directory, recursive: true, Cancellation));
        await nameNode.MkdirsAsync(Directory, 0b111_000_000, 0b111_111_111, Cancellation);
        var created = await nameNode.CreateAsync(CreateRequest(), Cancellation);
        Assert.Equal(FileId, created!.FileId);

        var located = await nameNode.AddBlockAsync(
            new AddBlockRequestProto { Src = File, ClientName = Client, FileId = FileId }, Cancellation);
        Assert.Equal((1073741910ul, 1087ul), (located.B.BlockId, located.B.GenerationStamp));
        Assert.Equal("localhost", Assert.Single(located.Locs).Id.HostName);
        var last = new ExtendedBlockProto(located.B) { NumBytes = 1300 };
        Assert.False(await nameNode.CompleteAsync(File, Client, FileId, last, Cancellation));
        Assert.True(await nameNode.CompleteAsync(File, Client, FileId, last, Cancellation));

        Assert.Equal(1300u, (await nameNode.GetFileInfoAsync(File, Cancellation))!.Length);
        Assert.Null(await nameNode.GetFileInfoAsync(Directory + "/nope", Cancellation));
        await nameNode.SetTimesAsync(File, 1_700_000_000_123, -1, Cancellation);
        await nameNode.SetPermissionAsync(File, 0b110_100_000, Cancellation);
        await nameNode.RenewLeaseAsync(Client, Cancellation);

        var blocks = await nameNode.GetBlockLocationsAsync(File, 0, 1 << 30, Cancellation);
        Assert.Equal((1300ul, true), (blocks!.FileLength, blocks.IsLastBlockComplete));
        Assert.Equal(1073741910ul, Assert.Single(blocks.Blocks).B.BlockId);
        var listing = await nameNode.GetListingAsync(Directory, ByteString.Empty, Cancellation);
        var entry = Assert.Single(listing!.PartialListing);
        Assert.Equal(("f1", 1_700_000_000_123ul, 0b110_100_000u), (entry.Path.ToStringUtf8(), entry.ModificationTime, entry.Permission.Perm));
        var defaults = await nameNode.GetServerDefaultsAsync(Cancellation);
        Assert.Equal((512u, ChecksumTypeProto.ChecksumCrc32C), (defaults.BytesPerChecksum, defaults.ChecksumType));

        channel.Skip("getContentSummary");
        await nameNode.Rename2Async(File, Directory + "/f2", overwrite: false, Cancellation);
        Assert.True(await nameNode.DeleteAsync(Directory + "/f2", recursive: false, Cancellation));
        var denied = await Assert.ThrowsAsync<FileSystemException>(() => channel.MkdirsAsRecordedAsync("/denied", Cancellation));
        Assert.Equal(FileSystemFault.AccessDenied, denied.Fault);
        Assert.StartsWith("/denied: permission denied: user=testuser, access=WRITE, inode=\"/\"", denied.Message);
        Assert.DoesNotContain("\tat ", denied.Message);
        Assert.True(channel.IsAtEnd);
    }

    private static CreateRequestProto CreateRequest() => new()
    {
        Src = File,
        Masked = NameNodeClient.Permission(0b110_100_100),
        Unmasked = NameNodeClient.Permission(0b110_110_110),
        ClientName = Client,
        CreateFlag = 3,
        CreateParent = true,
        Replication = 1,
        BlockSize = 128 << 20,
        CryptoProtocolVersion = { CryptoProtocolVersionProto.EncryptionZones },
    };

    /// <summary>Compares each call with the recorded one and gives the recorded answer.</summary>
    private sealed class ReplayedChannel(IReadOnlyList<GoldenFrame> frames) : IRpcChannel
    {
        // The first two frames are the connection's, not calls.
        private int _next = 2;

        public HadoopEndpoint Endpoint { get; } = new("localhost", 9000);

        public bool IsAtEnd => _next == frames.Count;

        public void Skip(string method)
        {
            Assert.Equal(method, frames[_next].What);
            _next += 2;
        }

        /// <summary>The recorded request has no unmasked bits, which this client always sends: only its answer is replayed.</summary>
        public async Task MkdirsAsRecordedAsync(string path, CancellationToken cancellation)
        {
            var recorded = MkdirsRequestProto.Parser.ParseFrom(frames[_next].Call().Message);
            Assert.Equal(path, recorded.Src);
            try
            {
                await CallAsync("mkdirs", recorded, MkdirsResponseProto.Parser, cancellation);
            }
            catch (RemoteException e)
            {
                throw NameNodeErrors.Translate(path, e);
            }
        }

        public Task<TResponse> CallAsync<TResponse>(
            string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
            where TResponse : IMessage<TResponse>
        {
            var (header, declared, _) = frames[_next].Call();
            var sent = RpcFrames.Call(header.CallId, header.RetryCount, header.ClientId, HdfsProtocols.NameNode, method, request);
            Assert.Equal(declared.MethodName, method);
            Assert.Equal(Convert.ToHexString(frames[_next].Bytes), Convert.ToHexString(sent));
            var answer = RpcAnswer.Parse(frames[_next + 1].Content);
            _next += 2;
            return answer.IsSuccess
                ? Task.FromResult(parser.ParseFrom(answer.Message))
                : Task.FromException<TResponse>(answer.ToException(Endpoint));
        }
    }
}
