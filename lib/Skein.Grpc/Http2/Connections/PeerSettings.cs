namespace Skein.Grpc;

/// <summary>What the client's settings change of a connection.</summary>
internal sealed class PeerSettings(Http2Connection connection)
{
    /// <summary>Takes one. Under the connection's gate.</summary>
    /// <exception cref="ConnectionErrorException">It has a value that none may have.</exception>
    public void Apply(Setting setting, uint value)
    {
        switch (setting)
        {
            case Setting.EnablePush when value > 1:
                throw new ConnectionErrorException(ErrorCode.ProtocolError, "SETTINGS_ENABLE_PUSH is neither 0 nor 1");
            case Setting.InitialWindowSize when value > int.MaxValue:
                throw new ConnectionErrorException(ErrorCode.FlowControlError, "SETTINGS_INITIAL_WINDOW_SIZE is too large");
            case Setting.InitialWindowSize:
                Resize((int)value);
                break;
            case Setting.MaxFrameSize when value is < FrameHeader.DefaultMaxLength or > 0xFF_FFFF:
                throw new ConnectionErrorException(ErrorCode.ProtocolError, "SETTINGS_MAX_FRAME_SIZE is out of range");
            default:
                // Larger frames are allowed, not asked for; the encoder has no table, and no response has many headers.
                break;
        }
    }

    // Open streams get the difference, which may take from them what they have used: RFC 9113 section 6.9.2.
    private void Resize(int window)
    {
        var difference = window - (long)connection.InitialSendWindow;
        connection.InitialSendWindow = window;
        foreach (var stream in connection.Streams.Values)
        {
            stream.SendWindow += difference;
            if (stream.SendWindow > int.MaxValue)
                throw new ConnectionErrorException(ErrorCode.FlowControlError, "SETTINGS_INITIAL_WINDOW_SIZE overflows the window of a stream");
        }
    }
}
