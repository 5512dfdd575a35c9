namespace Skein.Grpc;

/// <summary>The outcome of a call; the numbers are those of <c>grpc-status</c> on the wire.</summary>
public enum GrpcStatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The call was cancelled, usually by its client.</summary>
    Cancelled = 1,

    /// <summary>The peer gave no usable reason.</summary>
    Unknown = 2,

    /// <summary>An argument is wrong whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended.</summary>
    DeadlineExceeded = 4,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>The thing to create exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was passed, such as the largest message.</summary>
    ResourceExhausted = 8,

    /// <summary>The server is not in the state the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with a concurrent call; the whole operation may be tried again.</summary>
    Aborted = 10,

    /// <summary>A position beyond the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server does not know the procedure or does not support the encoding.</summary>
    Unimplemented = 12,

    /// <summary>A defect, or a peer that broke the protocol.</summary>
    Internal = 13,

    /// <summary>No connection, or the server is shutting down; the call may be tried again.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt.</summary>
    DataLoss = 15,

    /// <summary>The caller has not proved who it is.</summary>
    Unauthenticated = 16,
}
