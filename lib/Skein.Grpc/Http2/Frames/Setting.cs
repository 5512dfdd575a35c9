namespace Skein.Grpc;

/// <summary>Parameters of SETTINGS, RFC 9113 section 6.5.2. Receivers ignore all others.</summary>
internal enum Setting
{
    HeaderTableSize = 1,
    EnablePush = 2,
    MaxConcurrentStreams = 3,
    InitialWindowSize = 4,
    MaxFrameSize = 5,
    MaxHeaderListSize = 6,
}
