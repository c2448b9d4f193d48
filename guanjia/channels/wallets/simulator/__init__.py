"""The providers' own computers, played by us: the demo and the tests pay without leaving the house.

The adapters run unchanged against it. What they ask is signed with the merchant's key and checked here; what it
answers and notifies is signed with the provider's key and checked by the libraries that check the real thing.
"""
