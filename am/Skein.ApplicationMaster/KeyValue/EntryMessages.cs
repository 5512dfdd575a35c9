using Google.Protobuf;
using Skein.KeyValue;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>Entries and owners as messages. Values are shared, not copied: neither a message's bytes nor an entry's ever change.</summary>
internal static class EntryMessages
{
    public static Protocol.KeyValue ToMessage(KeyValueEntry entry)
    {
        var message = new Protocol.KeyValue { Key = entry.Key, Value = UnsafeByteOperations.UnsafeWrap(entry.Value) };
        if (entry.Owner is { } owner)
            message.Owner = new ContainerInstance { ServiceName = owner.Service, Instance = owner.Instance };
        return message;
    }

    public static Protocol.KeyValue ToKeyMessage(KeyValueEntry entry) => new() { Key = entry.Key };

    public static Owner? FromMessage(ContainerInstance? owner) => owner is null ? null : new Owner(owner.ServiceName, owner.Instance);
}
