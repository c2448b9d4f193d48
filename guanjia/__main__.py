from guanjia.config.cli import main

main()
