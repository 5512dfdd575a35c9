using System.Buffers.Binary;

namespace Skein.Hadoop.Logs.Java;

/// <summary>
/// Reads what Java's ObjectOutputStream writes, as far as lists, maps, strings, enums and plain objects need it:
/// <code>
/// stream    = 0xACED 5:uint16 content
/// content   = 0x70                                                                        null
///           / 0x71 handle:int32                                                           an earlier string, class or object
///           / 0x72 name:utf suid:int64 flags:uint8 count:uint16 *field annotation class   a class; the last is its superclass
///           / 0x73 class values                                                           an object
///           / 0x74 utf                                                                    a string
///           / 0x75 class size:int32 *value                                                an array
///           / 0x7C length:int64 modified UTF-8                                            a long string
///           / 0x7E class string                                                           an enum constant
/// field     = type:char name:utf [typeName:content, if type is L or "["]
/// values    = for each class from the root down: *value [annotation, if flags hold 1]
/// annotation= *(content / 0x77 length:uint8 bytes / 0x7A length:int32 bytes) 0x78
/// utf       = length:uint16 modified UTF-8
/// </code>
/// Classes, strings, enums, arrays and objects are numbered from 0x7E0000 in the order in which they begin. Everything is big-endian.
/// Nesting is bounded, and no item is made that has not its bytes in the stream: objects take at most some ten times the stream.
/// </summary>
internal ref struct JavaObjectReader
{
    private const int StreamMagic = unchecked((int)0xACED0005);
    private const int FirstHandle = 0x7E0000;
    private const int MaximumNesting = 64;
    private const int MaximumHierarchy = 16;

    private const byte Serializable = 2;
    private const byte HasAnnotation = 1;

    private static readonly object BlockData = new();
    private static readonly object EndOfAnnotation = new();

    /// <summary>Takes the place of a class until it is complete, so that none can become its own superclass.</summary>
    private static readonly object Unfinished = new();

    private readonly List<object> _handles = [];
    private ReadOnlySpan<byte> _rest;
    private int _nesting;

    private JavaObjectReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The first object of a stream; what follows it is not looked at.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed, cut off, or hold what is not read.</exception>
    public static object? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new JavaObjectReader(bytes);
        if (reader.ReadInt32() != StreamMagic)
            throw new InvalidDataException("has an index that is no stream of Java objects");
        return reader.ReadValue();
    }

    private object? ReadValue()
    {
        var value = ReadContent();
        return value == BlockData || value == EndOfAnnotation || value is JavaClass
            ? throw new InvalidDataException("has an index with something else where an object belongs")
            : value;
    }

    private object? ReadContent()
    {
        if (++_nesting > MaximumNesting)
            throw new InvalidDataException($"has an index that nests objects more than {MaximumNesting} deep");
        var tag = Take(1)[0];
        var content = tag switch
        {
            0x70 => null,
            0x71 => ReadReference(),
            0x72 => ReadClass(),
            0x73 => ReadObject(),
            0x74 => Remember(ReadUtf()),
            0x75 => ReadArray(),
            0x77 => SkipBlock(Take(1)[0]),
            0x78 => EndOfAnnotation,
            0x7A => SkipBlock(ReadInt32()),
            0x7C => Remember(ModifiedUtf8.Decode(Take(ReadInt64()))),
            0x7E => ReadEnum(),
            _ => throw new InvalidDataException($"has an index with an item of unknown kind 0x{tag:X2}"),
        };
        _nesting--;
        return content;
    }

    private object ReadReference()
    {
        var index = ReadInt32() - FirstHandle;
        return index >= 0 && index < _handles.Count && _handles[index] != Unfinished
            ? _handles[index]
            : throw new InvalidDataException("has an index with a reference to nothing");
    }

    private JavaClass ReadClass()
    {
        var name = ReadUtf();
        ReadInt64();
        var handle = _handles.Count;
        _handles.Add(Unfinished);
        var flags = Take(1)[0];
        var fields = new List<JavaField>();
        for (int left = ReadUInt16(); left > 0; left--)
        {
            var type = (char)Take(1)[0];
            fields.Add(new JavaField(type, ReadUtf()));
            if (type is 'L' or '[')
                ReadContent();
        }

        ReadAnnotation(into: null);
        var super = ReadClassOrNull();
        var described = new JavaClass(name, flags, fields, super);
        if (described.Depth > MaximumHierarchy)
            throw new InvalidDataException($"has an index with more than {MaximumHierarchy} superclasses");
        _handles[handle] = described;
        return described;
    }

    private JavaClass? ReadClassOrNull() => ReadContent() switch
    {
        null => null,
        JavaClass type => type,
        _ => throw new InvalidDataException("has an index with something else where a class belongs"),
    };

    private JavaClass ReadClassOf(string what) =>
        ReadClassOrNull() ?? throw new InvalidDataException($"has an index with {what} without a class");

    private JavaObject ReadObject()
    {
        var type = ReadClassOf("an object");
        var value = new JavaObject(type);
        _handles.Add(value);
        ReadValues(value, type);
        return value;
    }

    private void ReadValues(JavaObject value, JavaClass type)
    {
        if (type.Super is not null)
            ReadValues(value, type.Super);
        if ((type.Flags & Serializable) == 0)
            throw new InvalidDataException($"has an index with a {type.Name}, whose form is its own");
        var index = type.FieldCount - type.Fields.Count;
        foreach (var field in type.Fields)
            value.Values[index++] = ReadField(field.Type);
        if ((type.Flags & HasAnnotation) != 0)
            ReadAnnotation(value);
    }

    private object? ReadField(char type) => type switch
    {
        'L' or '[' => ReadValue(),
        'I' => (long)ReadInt32(),
        'J' => ReadInt64(),
        'B' or 'Z' => Skip(1),
        'S' or 'C' => Skip(2),
        'F' => Skip(4),
        'D' => Skip(8),
        _ => throw new InvalidDataException($"has an index with a field of unknown type 0x{(int)type:X2}"),
    };

    private void ReadAnnotation(JavaObject? into)
    {
        for (var content = ReadContent(); content != EndOfAnnotation; content = ReadContent())
        {
            if (content != BlockData)
                into?.Add(content);
        }
    }

    private JavaObject ReadArray()
    {
        var type = ReadClassOf("an array");
        var array = new JavaObject(type);
        _handles.Add(array);
        var element = type.Name.Length > 1 ? type.Name[1] : '?';
        for (var left = ReadInt32(); left > 0; left--)
            array.Add(ReadField(element));
        return array;
    }

    /// <summary>An enum constant is its name; the class says no more.</summary>
    private string ReadEnum()
    {
        ReadClassOf("an enum");
        var handle = _handles.Count;
        _handles.Add(Unfinished);
        var name = ReadContent() as string ?? throw new InvalidDataException("has an index with an enum without a name");
        _handles[handle] = name;
        return name;
    }

    private string Remember(string value)
    {
        _handles.Add(value);
        return value;
    }

    private object SkipBlock(int length)
    {
        Take(length);
        return BlockData;
    }

    private object? Skip(int length)
    {
        Take(length);
        return null;
    }

    private string ReadUtf() => ModifiedUtf8.Decode(Take(ReadUInt16()));

    private ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    private int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    private long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("has an index that is cut off");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
