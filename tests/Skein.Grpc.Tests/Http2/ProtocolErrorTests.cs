using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

public sealed class ProtocolErrorTests
{
    private const int EndStream = 1;
    private const int EndHeaders = 4;

    // A frame is TYPE FLAGS STREAM PAYLOAD.
    [Theory]
    [InlineData("a frame on a stream never opened", nameof(ErrorCode.ProtocolError), "00 00 01 00")]
    [InlineData("a reset of a stream never opened", nameof(ErrorCode.ProtocolError), "03 00 01 00000000")]
    [InlineData("a window for a stream never opened", nameof(ErrorCode.ProtocolError), "08 00 01 00000001")]
    [InlineData("an even stream", nameof(ErrorCode.ProtocolError), "01 05 02 838784")]
    [InlineData("headers on no stream", nameof(ErrorCode.ProtocolError), "01 05 00 838784")]
    [InlineData("data on no stream", nameof(ErrorCode.ProtocolError), "00 00 00 00")]
    [InlineData("settings on a stream", nameof(ErrorCode.ProtocolError), "04 00 01")]
    [InlineData("settings cut off", nameof(ErrorCode.FrameSizeError), "04 00 00 0001")]
    [InlineData("an acknowledgement with settings", nameof(ErrorCode.FrameSizeError), "04 01 00 000100000000")]
    [InlineData("a window beyond 31 bits", nameof(ErrorCode.FlowControlError), "04 00 00 000480000000")]
    [InlineData("frames below the least size", nameof(ErrorCode.ProtocolError), "04 00 00 000500000001")]
    [InlineData("a push setting of 2", nameof(ErrorCode.ProtocolError), "04 00 00 000200000002")]
    [InlineData("a ping of 7 bytes", nameof(ErrorCode.FrameSizeError), "06 00 00 00000000000000")]
    [InlineData("a ping on a stream", nameof(ErrorCode.ProtocolError), "06 00 01 0000000000000000")]
    [InlineData("a push", nameof(ErrorCode.ProtocolError), "05 04 01 00000002")]
    [InlineData("a continuation of nothing", nameof(ErrorCode.ProtocolError), "09 04 01 82")]
    [InlineData("an increment of nothing", nameof(ErrorCode.ProtocolError), "08 00 00 00000000")]
    [InlineData("a window that overflows", nameof(ErrorCode.FlowControlError), "08 00 00 7FFFFFFF")]
    [InlineData("padding beyond the frame", nameof(ErrorCode.ProtocolError), "01 0D 01 FF8387")]
    [InlineData("an interrupted header block", nameof(ErrorCode.ProtocolError), "01 01 01 83", "06 00 00 0000000000000000")]
    [InlineData("a header block of another stream", nameof(ErrorCode.ProtocolError), "01 01 01 83", "09 04 03 87")]
    [InlineData("no HPACK", nameof(ErrorCode.CompressionError), "01 05 01 80")]
    public async Task The_connection_ends_with_the_right_code_after(string what, string code, params string[] frames)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        foreach (var frame in frames)
        {
            var bytes = Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal));
            await client.SendAsync((FrameType)bytes[0], bytes[1], bytes[2], bytes[3..]);
        }

        Assert.Equal((what, code), (what, (await client.ReadGoAwayAsync()).ToString()));
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task A_malformed_request_ends_its_stream_only()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        await client.SendAsync(FrameType.Headers, EndStream | EndHeaders, 1, 0x83);
        Assert.Equal(ErrorCode.ProtocolError, await client.ReadResetAsync());
        await EchoAsync(client, 3);
    }

    [Fact]
    public async Task A_frame_that_is_too_long_ends_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        await client.SendAsync(FrameType.Data, 0, 1, new byte[16 * 1024 + 1]);
        Assert.Equal(ErrorCode.FrameSizeError, await client.ReadGoAwayAsync());
    }

    [Fact]
    public async Task Headers_and_data_may_be_padded_have_priority_and_come_in_parts()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        var block = RawConnection.Request(TestMethods.Echo.Path);
        await client.SendAsync(FrameType.Headers, 0x28, 1, [2, 0, 0, 0, 0, 16, .. block[..5], 0, 0]);
        await client.SendAsync(FrameType.Continuation, 0, 1, block[5..9]);
        await client.SendAsync(FrameType.Continuation, EndHeaders, 1, block[9..]);
        await client.SendAsync(FrameType.Data, 8, 1, 3, 0, 0, 0, 0, 0);
        await client.SendAsync(FrameType.Data, 8 | EndStream, 1, 1, 0, 0, 0, 0);
        Assert.Equal(5, (await client.ReadAsync(FrameType.Data)).Header.Length);
    }

    [Fact]
    public async Task A_response_waits_for_windows_that_grow_and_shrink()
    {
        await using var server = await TestServer.StartAsync();
        // SETTINGS_INITIAL_WINDOW_SIZE: 4.
        await using var client = await RawConnection.OpenAsync(server, 0, 4, 0, 0, 0, 4);
        await client.SendAsync(FrameType.Headers, EndHeaders, 1, RawConnection.Request(TestMethods.Echo.Path));
        await client.SendAsync(FrameType.Data, EndStream, 1, 0, 0, 0, 0, 5, 0x0A, 3, (byte)'a', (byte)'b', (byte)'c');
        Assert.Equal(4, (await client.ReadAsync(FrameType.Data)).Header.Length);
        // Down to 1 leaves -3; 5 more make it 2.
        await client.SendAsync(FrameType.Settings, 0, 0, 0, 4, 0, 0, 0, 1);
        await client.SendAsync(FrameType.WindowUpdate, 0, 1, 0, 0, 0, 5);
        Assert.Equal(2, (await client.ReadAsync(FrameType.Data)).Header.Length);
        await client.SendAsync(FrameType.WindowUpdate, 0, 1, 0, 0, 0, 100);
        Assert.Equal(4, (await client.ReadAsync(FrameType.Data)).Header.Length);
        Assert.True((await client.ReadAsync(FrameType.Headers)).Header.Has(FrameFlags.EndStream));
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        await client.SendAsync(FrameType.Ping, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        var (header, payload) = await client.ReadAsync(FrameType.Ping);
        Assert.True(header.Has(FrameFlags.Acknowledged));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], payload);
    }

    [Fact]
    public async Task Pings_that_come_with_calls_are_no_flood()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        // More than a flood would need, each with a call.
        for (var i = 0; i < 3000; i++)
        {
            await client.SendAsync(FrameType.Headers, EndHeaders | EndStream, (2 * i) + 1, RawConnection.Request("/none/none"));
            await client.SendAsync(FrameType.Ping, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
            await client.ReadAsync(FrameType.Ping);
        }
    }

    [Fact]
    public async Task Data_beyond_the_window_ends_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        // Its handler reads nothing, so the window is not widened.
        await client.SendAsync(FrameType.Headers, EndHeaders, 1, RawConnection.Request(TestMethods.Unread.Path));
        for (var i = 0; i <= Http2Limits.StreamWindow / FrameHeader.DefaultMaxLength; i++)
            await client.SendAsync(FrameType.Data, 0, 1, new byte[FrameHeader.DefaultMaxLength]);
        Assert.Equal(ErrorCode.FlowControlError, await client.ReadGoAwayAsync());
    }

    [Fact]
    public async Task Header_blocks_without_end_end_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        await client.SendAsync(FrameType.Headers, 0, 1, 0x83);
        for (var i = 0; i <= Http2Limits.MaxContinuations; i++)
            await client.SendAsync(FrameType.Continuation, 0, 1);
        Assert.Equal(ErrorCode.EnhanceYourCalm, await client.ReadGoAwayAsync());
    }

    [Theory]
    [InlineData("040000")] // SETTINGS
    [InlineData("0600000000000000000000")] // PING
    [InlineData("0200010000000000")] // PRIORITY
    [InlineData("000001")] // Empty DATA
    public async Task Floods_of_frames_that_cost_nothing_end_the_connection(string hex)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        await client.SendAsync(FrameType.Headers, EndHeaders, 1, RawConnection.Request(TestMethods.Chat.Path));
        var frame = Convert.FromHexString(hex);
        var bytes = new byte[FrameHeader.Size + frame.Length - 3];
        new FrameHeader(frame.Length - 3, (FrameType)frame[0], (FrameFlags)frame[1], frame[2]).Write(bytes);
        await client.SendRawAsync([.. Enumerable.Repeat(bytes, 3000).SelectMany(static b => b)]);
        Assert.Equal(ErrorCode.EnhanceYourCalm, await client.ReadGoAwayAsync());
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task A_frame_of_very_many_settings_ends_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        byte[] setting = [0, 4, 0, 0, 0xFF, 0xFF];
        await client.SendAsync(FrameType.Settings, 0, 0, [.. Enumerable.Repeat(setting, 2700).SelectMany(static b => b)]);
        Assert.Equal(ErrorCode.EnhanceYourCalm, await client.ReadGoAwayAsync());
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task Calls_that_are_reset_again_and_again_end_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        var block = RawConnection.Request(TestMethods.Hang.Path);
        for (var i = 0; i < 5000; i++)
        {
            await client.SendAsync(FrameType.Headers, EndHeaders, 1 + (2 * i), block);
            await client.SendAsync(FrameType.RstStream, 0, 1 + (2 * i), 0, 0, 0, 8);
        }

        Assert.Equal(ErrorCode.EnhanceYourCalm, await client.ReadGoAwayAsync());
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task Streams_beyond_the_bound_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawConnection.OpenAsync(server);
        for (var i = 0; i <= Http2Limits.MaxStreams; i++)
            await client.SendAsync(FrameType.Headers, EndHeaders, 1 + (2 * i), RawConnection.Request(TestMethods.Hang.Path));
        Assert.Equal(ErrorCode.RefusedStream, await client.ReadResetAsync());
    }

    private static async Task EchoAsync(RawConnection client, int stream)
    {
        await client.SendAsync(FrameType.Headers, EndHeaders, stream, RawConnection.Request(TestMethods.Echo.Path));
        await client.SendAsync(FrameType.Data, EndStream, stream, 0, 0, 0, 0, 0);
        Assert.Equal(stream, (await client.ReadAsync(FrameType.Data)).Header.Stream);
    }

    private static async Task AssertServesAsync(TestServer server)
    {
        using var channel = server.OpenChannel();
        var answer = await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "x" }, null, TestContext.Current.CancellationToken);
        Assert.Equal("x", answer.Value);
    }
}
