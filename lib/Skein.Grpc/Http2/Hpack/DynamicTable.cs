namespace Skein.Grpc;

/// <summary>The headers that the peer has put into its table, newest first: RFC 7541 sections 2.3.2 and 4.</summary>
internal sealed class DynamicTable
{
    private readonly int _limit;

    // A ring that holds as many of the smallest entries as there is room for.
    private HeaderField?[] _fields = new HeaderField?[8];
    private int _newest;
    private int _size;
    private int _maxSize;

    /// <param name="limit">Largest size the peer may choose, in bytes, and the size until it chooses.</param>
    public DynamicTable(int limit) => _limit = _maxSize = limit;

    /// <summary>How many headers there are.</summary>
    public int Count { get; private set; }

    /// <summary>The header with an index from 0, the newest, to <see cref="Count"/> - 1.</summary>
    public HeaderField Get(int index) => _fields[(_newest - index + _fields.Length) & (_fields.Length - 1)]!;

    /// <summary>Adds a header, at the cost of the oldest ones. One that is larger than the whole table empties it.</summary>
    public void Add(HeaderField field)
    {
        Evict(_maxSize - field.Size);
        if (field.Size > _maxSize)
            return;
        if (Count == _fields.Length)
            Grow();
        _newest = (_newest + 1) & (_fields.Length - 1);
        _fields[_newest] = field;
        _size += field.Size;
        Count++;
    }

    /// <summary>Sets the table's size.</summary>
    /// <returns>False if it is beyond the limit.</returns>
    public bool TryResize(int size)
    {
        if (size > _limit)
            return false;
        _maxSize = size;
        Evict(size);
        return true;
    }

    private void Evict(int room)
    {
        while (Count > 0 && _size > room)
        {
            Count--;
            ref var oldest = ref _fields[(_newest - Count + _fields.Length) & (_fields.Length - 1)];
            _size -= oldest!.Size;
            oldest = null;
        }
    }

    private void Grow()
    {
        var grown = new HeaderField?[_fields.Length * 2];
        for (var i = 0; i < Count; i++)
            grown[Count - 1 - i] = Get(i);
        (_fields, _newest) = (grown, Count - 1);
    }
}
