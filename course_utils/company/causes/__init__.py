"""What makes things happen at Kitewell: functions of the chain, each asking it for those before."""
