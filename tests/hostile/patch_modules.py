# What: Breaks modules that the next submission would use.
# Ends: ok
# %%
import builtins, json, numpy, pandas
pandas.DataFrame = numpy.ones = json.dumps = None
builtins.print = None
