"""A small right file of each feed. The people in them are invented: area 990 is no country's."""

DONATIONS = """\
basisYear,organisationIDType,organisationIDNo,batchIndicator,numOfRecords,totalDonationAmount
2024,U,990C000000013,O,2,450.50
recordID,idType,idNumber,name,donationAmount,dateOfDonation,receiptNum,typeOfDonation,namingDonation
1,1,HC9901985031200013,Lin Mei,400.00,2024-05-31,HFB-24-0001,O,Z
2,1,HC9901979110200062,陈大文,50.50,2024-12-24,HFB-24-0002,O,Z
"""
INCOME = """\
basisYear,organisationIDType,organisationIDNo,batchIndicator,numOfRecords,totalIncomeAmount
2024,U,990B000000011,O,2,114500.00
recordID,idType,idNumber,name,grossPay,bonus,directorFee,benefits
1,1,HC9901985031200013,Lin Mei,60000.00,5000.00,,
2,1,HC9901979110200062,陈大文,48000.00,,,1500.00
"""
EXAMPLES = {"donations": DONATIONS, "income": INCOME}
